"""Whether the port is still the registered one in the next run."""

from collections.abc import Iterator

from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.finding import Finding, Level
from oauth_tutorial.providers.rules.redirects import (
    FIXED,
    GIVEN_BY_THE_SYSTEM,
    NEEDS_RIGHTS,
    redirect_finding,
)


def redirect_port(asked: Asked) -> Iterator[Finding]:
    """The port is free to choose, or the same in each run."""
    address, rule, name = asked.address, asked.preset.redirect, asked.preset.name
    if address is None or address.leads != "loopback" or rule.loopback in {"none", "domain"}:
        return
    port = address.port

    def finding(level: Level, sentence: str, *facts: str) -> Finding:
        return redirect_finding(asked, "redirect_port", level, sentence, "RFC 8252 §7.3", facts)

    if rule.loopback == "any-port":
        if rule.registered_without_port and port is not None and port >= GIVEN_BY_THE_SYSTEM:
            sentence = f"{name} lets the port vary only if you registered no port."
            yield finding("may fail", sentence, "redirect.registered_without_port")
    elif port is None:
        standard = 443 if address.scheme == "https" else 80
        yield finding(
            "may fail",
            f"{name} compares the port too, and an address without one means port {standard}: "
            "your program has to listen there. Or use a fixed port: "
            f"LoopbackReceiver(port={FIXED}).",
            "redirect.loopback",
        )
    elif port >= GIVEN_BY_THE_SYSTEM:
        yield finding(
            "may fail",
            f"{name} compares the port too, and {port} looks like one that the system chose: "
            f"it changes from run to run. Use a fixed port: LoopbackReceiver(port={FIXED}).",
            "redirect.loopback",
        )
    elif 0 < port < NEEDS_RIGHTS:
        sentence = f"On most systems only an administrator may listen on port {port}."
        yield finding("may fail", sentence)
