"""The panel that asks for a client. The secret is read once, then cleared, and its field closed.

Until then it is in the widget's state, which may be saved with the notebook.
"""

from typing import Any, Literal, Protocol

import ipywidgets

from oauth_tutorial.notebook.region import Html, Live, label
from oauth_tutorial.notebook.style import sheet
from oauth_tutorial.presets import Preset
from oauth_tutorial.presets.shapes import matches
from oauth_tutorial.providers.checking import preflight
from oauth_tutorial.providers.environment import ON_A_PUBLIC_MACHINE, variables
from oauth_tutorial.providers.key_store import KeyStore
from oauth_tutorial.text.redaction import shape

_STYLE = {"description_width": "initial"}
_NARROW = {"width": "auto", "align_self": "flex-start"}
_WIDE = {"width": "auto", "max_width": "46rem"}


class Holder(Protocol):
    """What the panel fills: a :class:`~oauth_tutorial.providers.client.Client`."""

    preset: Preset
    needs_secret: bool
    is_public_place: bool
    key_store: KeyStore | None
    client_id: str | None
    source: Any
    word: str

    @property
    def client_secret(self) -> str | None: ...

    def take(self, client_id: str, secret: str | None, source: Literal["panel"]) -> None: ...


class ClientPanel(ipywidgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """Fields for a client_id and, if there is one, a secret.

    Args:
        client: What takes the values.
    """

    children: Any

    def __init__(self, client: Holder) -> None:
        self._client, self._live = client, Live()
        form = client.preset.registration
        self.client_id = ipywidgets.Text(
            description=label(form.client_id.label), style=_STYLE, layout=_WIDE
        )
        self.secret: ipywidgets.Password | None = None
        self.keep = ipywidgets.Checkbox(
            description="Keep it in the key store of this machine", value=False, indent=False
        )
        self.button = ipywidgets.Button(description="Use it", layout=_NARROW)
        self.button.on_click(lambda _: self.read())
        title = Html(sheet() + f"What {client.preset.name} gave you")
        super().__init__([title, self._live])
        self._ask()

    def read(self) -> None:
        """Take what was typed. Whatever happens, the secret's field is then empty and closed."""
        secret, client_id = self._secret_once(), self.client_id.value
        self.client_id.value = ""  # the secret may have been pasted there
        wrong = self._what_is_wrong(client_id, secret)
        if wrong:
            self._ask(wrong)
            return
        self._client.take(client_id, secret, "panel")
        kept = ""
        if self.keep.value and (store := self._client.key_store) is not None:
            worked = store.keep(self._client.preset.slug, client_id, self._client.client_secret)
            kept = (
                " It is kept in the key store." if worked else " The key store did not accept it."
            )
        self._show_only(self._known() + kept)

    def clear(self) -> None:
        """Empty every field, and say so."""
        self._secret_once()
        self.client_id.value = ""
        self._show_only("Forgotten.")

    def _ask(self, why: str = "") -> None:
        client = self._client
        if client.client_id is not None:
            self._show_only(self._known())
            return
        if client.needs_secret and not client.is_public_place:
            self.secret = ipywidgets.Password(
                description=label(client.preset.registration.client_secret.label),
                style=_STYLE,
                layout=_WIDE,
            )
        fields = [one for one in (self.client_id, self.secret) if one is not None]
        keep = [self.keep] if client.key_store is not None else []
        self.children = [self.children[0], *fields, *keep, self.button, self._live]
        self._live.say(why or self._waiting())

    def _waiting(self) -> str:
        client = self._client
        if client.is_public_place:
            return f"Waiting. {ON_A_PUBLIC_MACHINE}"
        names = " and ".join(variables(client.preset.slug)[: 2 if client.needs_secret else 1])
        more = f" {client.word}" if client.word else ""
        return (
            f"Waiting. While it is empty, you practise with PhotoBox. Set {names} before Jupyter "
            f"starts, and you need not type anything here.{more}"
        )

    def _known(self) -> str:
        client = self._client
        secret = f", secret {shape(client.client_secret)}" if client.client_secret else ""
        word = f" {client.word}" if client.word else ""
        return (
            f"Received from the {client.source}: client_id {shape(client.client_id)}{secret}."
            f"{word} Run the next cells."
        )

    def _secret_once(self) -> str:
        """Return the secret, and leave no trace of it in any widget."""
        field, self.secret = self.secret, None
        if field is None:
            return ""
        secret: str = field.value
        field.value = ""
        self.children = [one for one in self.children if one is not field]
        field.close()
        return secret

    def _what_is_wrong(self, client_id: str, secret: str) -> str:
        preset = self._client.preset
        form = preset.registration
        found = preflight(preset.slug, client_id=client_id)
        failing = [one for one in found if one.rule == "client_id" and one.level == "will fail"]
        if failing:
            return failing[0].sentence
        looks_like_an_id = any(matches(one, secret) for one in form.client_id.shapes)
        if looks_like_an_id and not any(matches(one, secret) for one in form.client_secret.shapes):
            return f"The secret looks like a {form.client_id.label}: swap the two."
        if secret != secret.strip() or set(secret[:1] + secret[-1:]) & set("\"'"):
            return "The secret has white space or quotes around it."
        return ""

    def _show_only(self, text: str) -> None:
        self.children = [self.children[0], self._live]
        self._live.say(text)

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**options) or {}
        return {**bundle, "text/plain": repr(self._client)}
