"""Whether the provider accepts that host and that scheme (RFC 8252 §7, RFC 9700 §4.1.3)."""

from collections.abc import Iterator

from oauth_tutorial.providers.address import Address
from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.finding import Finding, Level
from oauth_tutorial.providers.rules.redirects import redirect_finding
from oauth_tutorial.text.plain import plain

_OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_DANGEROUS = {"javascript", "data", "file", "vbscript", "blob", "about"}


def redirect_host(asked: Asked) -> Iterator[Finding]:
    """The host is one that the provider accepts for this machine, or one on the web."""
    address, rule, name = asked.address, asked.preset.redirect, asked.preset.name
    if address is None or _is_for_the_scheme(asked, address):
        return
    host = plain(address.host, 80)
    if address.leads == "any address":
        yield _host(
            asked,
            "will fail",
            f"{host} is where a program listens, not an address that a browser can open.",
            section="RFC 8252 §7.3",
        )
    elif address.leads == "loopback by another name":
        is_under = address.host.endswith(".localhost")  # GitHub accepts one, Microsoft does not
        yield _host(
            asked,
            "may fail" if is_under else "will fail",
            f"{host} is an unusual name for this machine, and not one that {name} is known to "
            f"accept: {_or(rule.hosts) or 'none'}.",
            section="RFC 6761 §6.3" if is_under else "RFC 8252 §7.3",
        )
    elif address.leads == "loopback" and rule.loopback == "none":
        yield _host(
            asked,
            "may fail",  # Slack accepts https://localhost, Apple does not
            f"{name} requires https, and may refuse any address of this machine.{_ways(asked)}",
            facts=("redirect.loopback",),
        )
    elif address.leads == "loopback" and address.host not in rule.hosts:
        unless = rule.unless.get("hosts", "")
        yield _host(
            asked,
            "may fail" if unless else "will fail",
            f"The host is {host}, but for this machine {name} accepts only {_or(rule.hosts)}"
            f"{unless and f', unless {unless}'}.",
            section="RFC 8252 §8.3",
            facts=("redirect.hosts",),
        )
    elif address.leads == "network":
        yield _host(
            asked,
            "may fail",
            f"{host} is on your own network: {name} may refuse it, and the course's receiver "
            "listens only on this machine.",
            section="RFC 8252 §8.3",
        )


def redirect_scheme(asked: Asked) -> Iterator[Finding]:
    """The scheme is https, or http on this machine."""
    address, name, http = asked.address, asked.preset.name, asked.preset.redirect.http
    if address is None:
        return
    if address.scheme in _DANGEROUS:
        sentence = (
            f"{plain(address.scheme, 20)}: does not lead anywhere that could receive an answer."
        )
        yield _scheme(asked, "will fail", sentence, "RFC 9700 §4.1.3")
    elif address.text == _OUT_OF_BAND:
        yield _scheme(
            asked,
            "may fail",
            f"{_OUT_OF_BAND} asks for a page that shows the code for you to copy. Few "
            f"providers still have one (Google ended it in 2023), and {name} may refuse it.",
            "RFC 8252 §7.3",
        )
    elif address.leads == "app":
        yield _scheme(
            asked,
            "may fail",
            f"{plain(address.scheme, 40)}: is an app's own scheme: {name} may refuse it, and "
            "nothing that a notebook can start receives the answer.",
            "RFC 8252 §7.1",
        )
    elif _is_for_the_scheme(asked, address):
        sentence = f"The scheme is http, but {name} accepts only https.{_ways(asked)}"
        yield _scheme(asked, "will fail", sentence, "", ("redirect.loopback",))
    elif address.scheme == "http" and address.leads in {"web", "network"} and not http:
        sentence = f"{name} accepts http only for this machine; any other host needs https."
        yield _scheme(asked, "will fail", sentence, "RFC 9700 §2.6", ("redirect.http",))
    elif address.scheme == "http" and address.leads == "web":
        yield _scheme(
            asked,
            "may fail",
            "The code goes over the network unencrypted: http is only for this machine.",
            "RFC 9700 §2.6",
        )
    elif address.scheme == "https" and address.leads == "loopback":
        yield _scheme(
            asked,
            "may fail",
            "The receiver on this machine speaks http: it has no certificate for https.",
            "RFC 8252 §7.3",
        )


def _is_for_the_scheme(asked: Asked, address: Address) -> bool:
    """Whether *only https* says all that is wrong."""
    is_web = address.scheme == "http" and address.leads is not None
    return is_web and asked.preset.redirect.loopback == "none"


def _ways(asked: Asked) -> str:
    """Say what else is possible at this provider."""
    kinds = [
        kind
        for kind in asked.preset.apps
        if kind not in (asked.kind, "device")
        and (one := asked.preset.apps[kind].redirect) is not None
        and one.loopback != "none"
    ]
    ways = [
        f'as app="{kind}" it accepts {_or(one.hosts)}'
        for kind in kinds
        if (one := asked.preset.apps[kind].redirect) is not None
    ]
    if asked.preset.device is not None:
        ways.append("the device flow needs no redirect URI")
    ways.append("you can still practise with its personality")
    return f" However, {', and '.join(ways)}."


def _or(hosts: tuple[str, ...]) -> str:
    return " or ".join(hosts)


def _host(
    asked: Asked, level: Level, sentence: str, *, section: str = "", facts: tuple[str, ...] = ()
) -> Finding:
    return redirect_finding(asked, "redirect_host", level, sentence, section, facts)


def _scheme(
    asked: Asked, level: Level, sentence: str, section: str, facts: tuple[str, ...] = ()
) -> Finding:
    return redirect_finding(asked, "redirect_scheme", level, sentence, section, facts)
