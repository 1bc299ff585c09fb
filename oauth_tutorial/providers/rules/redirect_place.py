"""Whether the redirect reaches the program from where the browser is."""

from collections.abc import Iterator

from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.binder import is_public_binder
from oauth_tutorial.providers.finding import Finding
from oauth_tutorial.providers.rules.redirects import redirect_finding

_ELSEWHERE = ("proxy", "platform", "paste", "binder")


def redirect_place(asked: Asked) -> Iterator[Finding]:
    """The redirect leads to where the program is, and its address is the same tomorrow."""
    address = asked.address
    if address is None:
        return
    if address.leads != "loopback" and (
        is_public_binder(address.host) or (asked.place == "binder" and address.leads == "web")
    ):
        sentence = "A Binder address cannot be registered, because it changes at every launch."
        yield redirect_finding(
            asked,
            "redirect_place",
            "will fail",
            f"{sentence}{_instead(asked)}",
            "RFC 6749 §3.1.2.2",
            ("use",),
        )
    elif address.leads == "loopback" and asked.place in _ELSEWHERE:
        yield Finding(
            level="may fail",
            rule="redirect_place",
            sentence="Your browser and the program are on different machines, so the redirect "
            "ends on a page that cannot be loaded. Copy its whole address and paste it: the "
            f"code is in it.{_instead(asked)}",
            error="This site can't be reached",
            section="RFC 8252 §7.3",
        )


def _instead(asked: Asked) -> str:
    preset = asked.preset
    if preset.device is not None and asked.kind != "device":
        return f" Or use {preset.name}'s device flow, which needs no redirect."
    if "paste" in preset.use:
        return f" Or leave redirect_uri out: {preset.name} then shows the code on a page."
    return f" Or practise with {preset.name}'s personality."
