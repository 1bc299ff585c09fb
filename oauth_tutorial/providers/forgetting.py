"""What was tidied up, and what is left for the person to do."""

from dataclasses import dataclass

from markupsafe import Markup

from oauth_tutorial.client.tokens import revoke
from oauth_tutorial.errors import InvalidArgument, OAuthTutorialError
from oauth_tutorial.notebook.card import card
from oauth_tutorial.notebook.shown import Shown
from oauth_tutorial.providers.reached import Reached

_BOTH = ("refresh_token", "access_token")  # revoking the refresh token ends both (RFC 7009 §2.1)


@dataclass(frozen=True, slots=True)
class Forgotten(Shown):
    """What was done, a sentence each, and what the person has to do by hand.

    Attributes:
        done: What is gone.
        by_hand: What only the person can do.
    """

    done: tuple[str, ...]
    by_hand: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "\n".join([*self.done, *(f"By hand: {one}" for one in self.by_hand)])

    __str__ = __repr__

    def as_html(self) -> Markup:
        """The card of a notebook."""
        line = Markup("<dd>{}</dd>")
        hand = Markup("<dt>By hand</dt>{}")
        done = Markup().join(map(line.format, self.done))
        more = Markup().join(map(line.format, self.by_hand))
        body = Markup("<dl><dt>Done</dt>{}{}</dl>").format(
            done, hand.format(more) if self.by_hand else ""
        )
        return card("Tidied up", "", body, tone="warn" if self.by_hand else "good")


def give_back(there: Reached, tokens: tuple[object, ...]) -> tuple[list[str], list[str]]:
    """Revoke tokens if the provider has a way; return what was done, and what is left.

    Args:
        there: Where they were granted.
        tokens: Texts, or answers of the token endpoint.

    Raises:
        InvalidArgument: When one of them is not a token.
    """
    name = repr(there).split(",")[0].removeprefix("<")
    # only RFC 7009 accepts a refresh token too; elsewhere the access token stands for both
    names = _BOTH if there.preset.revocation.style == "rfc7009" else _BOTH[1:]
    values = list(dict.fromkeys(value for one in tokens for value in _values(one, names)))
    by_hand = there.preset.revocation.by_hand
    menu = f"{' → '.join(by_hand)}." if by_hand else f"remove the app at {there.preset.name}."
    if there.is_practice:
        menu = ""  # its tokens end with the service
    if not values:
        return [], [menu] if menu and not there.is_practice else []
    if not there.revocation_endpoint:
        return [f"{name} has no way to revoke a token."], [menu] if menu else []
    revoked, failed = 0, ""
    for value in values:
        try:
            revoke(
                there.revocation_endpoint,
                token=value,
                client_id=there.client_id,
                client_secret=there.client_secret,
                dialect=there.dialect,
            )
            revoked += 1
        except OAuthTutorialError as error:
            failed = error.error
    many = f"{revoked} of {len(values)} tokens"
    done = [f"Revoked {'the token' if revoked == len(values) == 1 else many} at {name}."]
    if failed:
        done.append(f"{name} did not accept the rest: {failed}.")
    return done, [menu] if failed and menu else []


def _values(token: object, names: tuple[str, ...]) -> list[str]:
    """The texts of a token."""
    if isinstance(token, str):
        return [token]
    values = [getattr(token, name, None) for name in names]
    if not any(isinstance(one, str) for one in values):
        raise InvalidArgument(
            f"A token must be text or an answer of the token endpoint, got {type(token).__name__}.",
            hint="Give what exchange_code returned: forget(token).",
        )
    return [one for one in values if isinstance(one, str)]
