"""Whether the kind of app can do what you want: the flow, PKCE, a refresh token."""

from collections.abc import Iterator

from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.finding import Finding


def app(asked: Asked) -> Iterator[Finding]:
    """The provider has that kind of app, and its flow is switched on."""
    preset, wanted = asked.preset, asked.wanted
    own = "device_flow" in preset.errors.codes
    if wanted is not None and wanted not in preset.apps:
        what = "no device flow" if wanted == "device" else f'no app of the kind "{wanted}"'
        yield Finding(
            level="will fail",
            rule="app",
            sentence=f"{preset.name} has {what}, as far as we know. It has: "
            f'{", ".join(preset.apps)}. The rest is about "{asked.kind}".',
            error=asked.code("unauthorized_client"),
            field="app",
            paste=asked.kind,
            section="RFC 6749 §2.1",
        )
    elif asked.kind == "device" and preset.device is not None and preset.device.setting:
        yield Finding(
            level="may fail",
            rule="app",
            sentence=f"You have to switch the device flow on in the app's settings at "
            f"{preset.name}.",
            error=asked.error("device_flow") if own else asked.code("unauthorized_client"),
            field=preset.device.setting,
            paste="tick it",
            section="RFC 8628 §3.1",
            facts=("device.setting",),
        )
    if asked.kind == "device" and asked.address is not None:
        yield Finding(
            level="fine",
            rule="app",
            sentence="The device flow has no redirect, so redirect_uri was not looked at.",
            section="RFC 8628 §3.1",
        )


def pkce(asked: Asked) -> Iterator[Finding]:
    """A ``code_challenge`` is sent where one is required, and none where it is refused."""
    name, rule = asked.preset.name, asked.app.pkce
    facts = (f"apps.{asked.kind}.pkce",)
    if rule == "required" and not asked.pkce:
        yield Finding(
            level="will fail",
            rule="pkce",
            sentence=f"{name} requires PKCE of this kind of app, and the request has no "
            "code_challenge.",
            error=asked.code("invalid_request"),
            field="code_challenge",
            paste="code_challenge(new_code_verifier())",
            section="RFC 7636 §4.4.1",
            facts=facts,
        )
    elif rule == "refused" and asked.pkce:
        yield Finding(
            level="will fail",
            rule="pkce",
            sentence=f"{name} refuses a code_challenge from this kind of app: leave PKCE out, and "
            "check state.",
            error=asked.code("invalid_request"),
            section="RFC 9700 §2.1.1",
            facts=facts,
        )
    elif rule in {"required", "supported"} and asked.pkce and "S256" not in asked.app.pkce_methods:
        methods = ", ".join(asked.app.pkce_methods)
        yield Finding(
            level="will fail" if rule == "required" else "may fail",
            rule="pkce",
            sentence=f"{name} does not use S256 for code_challenge; it accepts: {methods}.",
            error=asked.code("invalid_grant"),
            field="code_challenge",
            section="RFC 7636 §4.2",
            facts=(f"apps.{asked.kind}.pkce_methods",),
        )


def refresh(asked: Asked) -> Iterator[Finding]:
    """A request for a refresh token asks in the way that this provider expects."""
    preset, rule = asked.preset, asked.preset.refresh
    if rule is None:
        yield Finding(
            level="will fail",
            rule="refresh",
            sentence=f"{preset.name} gives this kind of app no refresh token.",
            section="RFC 6749 §1.5",
            facts=("refresh",),
        )
        return
    for name, value in rule.when.items():
        sent = {**preset.authorization.extra, **asked.extra}
        if (value in asked.scopes) if name == "scope" else sent.get(name) == value:
            continue
        what = f"the scope {value}" if name == "scope" else f"{name}={value}"
        or_setting = f" unless {rule.setting!r} is set for the app" if rule.setting else ""
        yield Finding(
            level="may fail" if rule.setting else "will fail",
            rule="refresh",
            sentence=f"{preset.name} sends no refresh token without {what}{or_setting}. "
            "No error tells you.",
            field="scopes" if name == "scope" else "extra",
            paste=value if name == "scope" else f'{{"{name}": "{value}"}}',
            section="RFC 6749 §6",
            facts=("refresh.when",),
        )
