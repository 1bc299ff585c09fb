"""The answer to "where is the browser?"."""

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from oauth_tutorial.location.picture import picture
from oauth_tutorial.notebook.shown import Shown
from oauth_tutorial.text.readers import split_url

Kind = Literal["override", "loopback", "proxy", "platform", "paste"]

_SENTENCES: dict[str, str] = {
    "loopback": "Browser and kernel are on one machine, "
    "so the redirect goes straight to {address}.",
    "paste": "No tab can reach the kernel, so you drive the browser in the notebook, "
    "or paste the address that the redirect goes to: {address}.",
}
_ELSEWHERE = (
    "Your browser is here, the kernel is there, so the redirect goes to {address}, "
    "and from there to the kernel."
)


@dataclass(frozen=True, slots=True)
class Location(Shown):
    """Where the learner's browser finds the kernel's ports.

    Args:
        kind: How it gets there.
        template: The URL of a port, with ``{port}`` in place of the number.
        evidence: Why that is believed, in one sentence.
    """

    kind: Kind
    template: str
    evidence: str

    @property
    def a_tab_gets_there(self) -> bool:
        """Whether a real browser tab can reach the kernel."""
        return self.kind != "paste"

    def url(self, port: int) -> str:
        """Return the URL of one port, without a slash at the end."""
        return self.template.replace("{port}", str(port))

    def __repr__(self) -> str:
        return f"Location: {self.kind}, {self.template}"

    def as_html(self) -> Markup:
        host = split_url(self.template.replace("{port}", "0")).hostname or ""
        sentence = _SENTENCES.get(self.kind, _ELSEWHERE).format(address=self.template)
        near = self.kind == "loopback"
        return picture(
            browser="on this machine" if near else "elsewhere",
            kernel="on this machine" if near else host if self.kind != "paste" else "elsewhere",
            way=self.template,
            sentence=f"{sentence} {self.evidence}",
        )
