"""Where a provider is reached: endpoints, client and dialect, for practice or for real."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from oauth_tutorial import practice
from oauth_tutorial.client.device import DeviceAuthorization
from oauth_tutorial.client.dialect import Dialect
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.network.waiting import linger
from oauth_tutorial.presets import Preset
from oauth_tutorial.presets.schema import FirstCall
from oauth_tutorial.providers.rules.redirects import FIXED
from oauth_tutorial.text.readers import split_url
from oauth_tutorial.text.redaction import shape

OUR_AGENT = "oauth-tutorial"
_GAP = re.compile(r"\{(\w+)\}")
_HTTPS = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A provider within reach: the real one, or its personality.

    Attributes:
        preset: What is known about it, for that kind of app.
        dialect: For ``exchange_code`` and the others.
        issuer: That of the practice service; empty for the real provider.
        front: Where a browser reaches the practice service, which may be another address.
            Default: the issuer.
        client_id: Of the app that is registered there.
        client_secret: Its secret, which this object never shows; None for a public app.
    """

    preset: Preset
    dialect: Dialect
    issuer: str = ""
    front: str = ""
    client_id: str
    client_secret: str | None = field(default=None, repr=False)

    @property
    def is_practice(self) -> bool:
        """Whether this is the personality, not the real provider."""
        return bool(self.issuer)

    @property
    def authorization_endpoint(self) -> str:
        """Where the browser goes (RFC 6749 §3.1)."""
        return self._there(self.preset.endpoints.authorization, for_browser=True)

    @property
    def developer_page(self) -> str:
        """Where an app is registered: in practice, a page with the provider's own labels."""
        front = self.front or self.issuer
        return f"{front}/developer" if self.is_practice else self.preset.registration.url

    @property
    def token_endpoint(self) -> str:
        """Where a code becomes a token (RFC 6749 §3.2)."""
        return self._there(self.preset.endpoints.token)

    @property
    def device_authorization_endpoint(self) -> str:
        """Where a device begins (RFC 8628 §3.1); empty if there is no device flow."""
        return self._there(self.preset.endpoints.device_authorization)

    @property
    def revocation_endpoint(self) -> str:
        """Where a token is revoked, in the dialect's way; empty if there is no such way."""
        return self._there(self.preset.revocation.endpoint)

    @property
    def userinfo_endpoint(self) -> str:
        """Who the person is (OpenID Connect Core §5.3); empty if there is none."""
        return self._there(self.preset.endpoints.userinfo)

    @property
    def first_call(self) -> FirstCall:
        """What to try with the token, and which member of the answer to look at."""
        return self.preset.api.first_call

    @property
    def scopes(self) -> str:
        """What to ask for first, as ``build_authorization_url`` takes it."""
        return " ".join(one.name for one in self.preset.scopes if one.first)

    @property
    def redirect_host(self) -> str:
        """The name of this machine that the receiver should say, as ``"127.0.0.1"``."""
        hosts = self.preset.redirect.hosts
        return hosts[0] if hosts else "127.0.0.1"

    @property
    def redirect_port(self) -> int:
        """The port of the receiver: 0 is any; another one where the port is compared as well."""
        return FIXED if self.preset.redirect.loopback in {"exact", "prefix"} else 0

    def page_for(self, device: DeviceAuthorization) -> str:
        """Return the page on which a person enters a device's code (RFC 8628 §3.3).

        In practice the address includes the code, for anyone without a keyboard.
        """
        if device.verification_uri_complete or not self.is_practice:
            return device.verification_uri_complete or device.verification_uri
        return f"{device.verification_uri}?{urlencode({'user_code': device.user_code})}"

    def wait(self, seconds: float) -> None:
        """Let time pass, for ``poll_device``: in practice the service's clock moves, and a second
        is enough.
        """
        running = practice.running() if self.is_practice else None
        if running is not None:
            running.clock.advance(seconds=seconds)
        linger(threading.Event(), seconds if running is None else min(seconds, 1))

    def api(self, path: str | None = None, *, extra: Mapping[str, object] | None = None) -> str:
        """Return the address of a request to the API.

        Args:
            path: Below the API's base, or an absolute URL of the provider. Default: that of the
                first call.
            extra: The further members of the token answer, if one of them says where the API is.
        """
        path = self.first_call.path if path is None else path
        if "://" in path:
            return self._there(path)
        base, named = self.preset.api.base, (extra or {}).get(self.preset.api.base_from)
        if not self.is_practice and isinstance(named, str) and _HTTPS.fullmatch(named):
            base = named.rstrip("/")
        return self._there(base + path)

    def api_headers(self, access_token: str) -> dict[str, str]:
        """Return the header fields of a request to the API, including the token.

        Args:
            access_token: As it came; it is sent as Bearer (RFC 6750 §2.1), or in the header that
                the provider wants.
        """
        api = self.preset.api
        values = {"client_id": self.client_id}
        own = {
            name: OUR_AGENT if value == "*" else _filled(value, values)
            for name, value in api.headers.items()
        }
        token = {api.token_header: access_token} if api.token_header else {}
        return {**own, **(token or {"Authorization": f"Bearer {access_token}"})}

    def _there(self, url: str, *, for_browser: bool = False) -> str:
        """Return an address of the provider as it is reached here; the client_id stays to fill."""
        url = self.preset.filled(url)
        if not url or not self.is_practice:
            return url
        parts = split_url(url)
        base = self.front if for_browser and self.front else self.issuer
        return f"{base}{parts.path}{f'?{parts.query}' if parts.query else ''}"

    def __repr__(self) -> str:
        where = f"{self.preset.name}'s personality" if self.is_practice else self.preset.name
        return f"<{where}, as a client with the secret {shape(self.client_secret)}>"


def own_client(preset: Preset, client: tuple[str, str | None] | None) -> tuple[str, str | None]:
    """Return a client that is known.

    Raises:
        InvalidArgument: When there is none.
    """
    if client is None:
        raise InvalidArgument(
            f"{preset.name} has no personality, so a client has to be registered there first.",
            hint='Give what the registration gave: reach({"client_id": …, "client_secret": …}).',
        )
    return client


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _GAP.sub(lambda found: values.get(found.group(1), found.group()), text)
