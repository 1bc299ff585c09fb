"""The arguments of a preflight, checked and in one form before any rule looks at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

from oauth_tutorial import presets
from oauth_tutorial.errors import InvalidArgument
from oauth_tutorial.presets import AppKind, Preset
from oauth_tutorial.presets.schema import App
from oauth_tutorial.providers.address import Address, read
from oauth_tutorial.text.nearest import did_you_mean
from oauth_tutorial.text.plain import plain

if TYPE_CHECKING:
    from oauth_tutorial.location import Location

KINDS: tuple[AppKind, ...] = get_args(AppKind)
PLACES = ("loopback", "override", "proxy", "platform", "paste", "binder")
MOST_SCOPES = 200
MOST_CHARACTERS = 10_000
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a preflight is about.

    Attributes:
        preset: The provider, with its rules for that kind of app.
        kind: The kind of app whose rules are looked at.
        wanted: The kind that was asked for, which the provider may not have.
        address: The redirect URI.
        scopes: The scopes of the request, separated as the provider will separate them.
        extra: Further parameters of the authorization request.
        client_id: What the registration gave.
        secret_given: Whether there is a client secret; None if nobody said.
        refresh: Whether a refresh token is wanted.
        pkce: Whether the request has a ``code_challenge``.
        place: Where the kernel is: the kind of a location, or ``"binder"``.
        today: The day of the question.
        rests_on: Paths of the facts that the rules that apply look at.
    """

    preset: Preset
    kind: AppKind
    wanted: AppKind | None = None
    address: Address | None = None
    scopes: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    client_id: str | None = None
    secret_given: bool | None = None
    refresh: bool = False
    pkce: bool = True
    place: str | None = None
    today: date
    rests_on: tuple[str, ...] = ()

    @property
    def app(self) -> App:
        """The rules for the kind of app."""
        return self.preset.app(self.kind)

    def label(self, means: str) -> str:
        """Return the label of the field in the provider's form that means this."""
        fields = self.preset.registration.fields
        return next((one.label for one in fields if one.means == means), "")

    def code(self, standard: str) -> str:
        """Return the provider's own word for a standard error code."""
        known = self.preset.errors.codes
        return known.get(standard, "" if standard == "redirect_uri" else standard)

    def error(self, standard: str) -> str:
        """Return the provider's code, and its own sentence for what most often causes it."""
        words = self.preset.errors.words.get(standard, "")
        return ": ".join(filter(None, (self.code(standard), words)))

    @property
    def redirect_error(self) -> str:
        """What you see when the redirect URI does not match, and where."""
        own = self.error("redirect_uri")
        if self.preset.redirect.mismatch == "redirect":
            return own or "an error at the registered redirect URI"
        return f"on a page of {self.preset.name}, never in your program: " + (
            own or "the redirect URI does not match"
        )


def preset_of(name: object) -> Preset:
    """Return the preset of a provider.

    Raises:
        InvalidArgument: When there is none of that name.
    """
    if not isinstance(name, str):
        raise InvalidArgument(
            f"The name of a provider must be text, got {type(name).__name__}.",
            hint=f"There are: {', '.join(presets.names())}.",
        )
    return presets.load(name)


def kind_of(app: object) -> AppKind | None:
    """Return a kind of app, or None where none was named.

    Raises:
        InvalidArgument: When it is none.
    """
    known = next((kind for kind in KINDS if isinstance(app, str) and kind == app), None)
    if app is None or known is not None:
        return known
    said = f" {plain(app, 40)!r}" if isinstance(app, str) else f", got {type(app).__name__}"
    near = did_you_mean(app.lower(), KINDS) if isinstance(app, str) else ""
    raise InvalidArgument(f"There is no kind of app{said}.{near} There are: {', '.join(KINDS)}.")


def text_of(name: str, value: object) -> str | None:
    """Return an argument that is text or None; the error says only the type of anything else.

    Raises:
        InvalidArgument: When it is neither.
    """
    if value is None or isinstance(value, str):
        return value
    raise InvalidArgument(
        f"{name} must be text, got {type(value).__name__}.",
        hint=f"Write {name} in quotes, or leave it out.",
    )


def flag_of(name: str, value: object) -> bool:
    """Return an argument that is True or False. Anything else is not shown: it may be a secret.

    Raises:
        InvalidArgument: When it is neither.
    """
    if isinstance(value, bool):
        return value
    raise InvalidArgument(
        f"{name} must be True or False, got {type(value).__name__}.",
        hint="Say only whether there is one: no secret goes into a cell."
        if name == "client_secret_given"
        else f"Leave {name} out, or write True or False.",
    )


def scopes_of(scopes: object, separator: str) -> tuple[str, ...]:
    """Return scopes as words, each only once.

    Args:
        scopes: A list of them, or text as it would be sent.
        separator: What the provider expects between two scopes.

    Raises:
        InvalidArgument: When it is neither.
    """
    if isinstance(scopes, str):
        if len(scopes) > MOST_CHARACTERS:
            raise InvalidArgument(
                f"scopes has {len(scopes):,} characters; at most {MOST_CHARACTERS:,} are read."
            )
        words: list[object] = [scopes]
    elif isinstance(scopes, Iterable) and not isinstance(scopes, bytes | bytearray | Mapping):
        words = list(islice(scopes, MOST_SCOPES + 1))
    else:
        raise InvalidArgument(
            f"scopes must be a list of words, got {type(scopes).__name__}.",
            hint='Write scopes=["read:user"], each word in quotes.',
        )
    texts = [one for one in words if isinstance(one, str)]
    if len(texts) < len(words):
        odd = next(type(one).__name__ for one in words if not isinstance(one, str))
        raise InvalidArgument(f"Each word of scopes must be text, but one is {odd}.")
    if len(texts) > MOST_SCOPES:
        raise InvalidArgument(f"scopes has more than {MOST_SCOPES} words.")
    words_as_sent = separator.join(texts).split(separator)
    return tuple(dict.fromkeys(one for one in words_as_sent if one))


def extra_of(extra: object) -> Mapping[str, str]:
    """Return further parameters, each with its value.

    Raises:
        InvalidArgument: When they are not a table of texts.
    """
    if not isinstance(extra, Mapping) or len(extra) > MOST_SCOPES:
        raise InvalidArgument(
            f"extra must be a table of parameters, got {type(extra).__name__}.",
            hint='Write extra={"access_type": "offline"}.',
        )
    if not all(isinstance(one, str) for pair in extra.items() for one in pair):
        raise InvalidArgument("Each name and each value of extra must be text.")
    return dict(extra)


def place_of(where: "Location | str | None") -> str | None:
    """Return where the kernel is, as one of ``PLACES``.

    Args:
        where: What ``location.where()`` returns, its kind, or ``"binder"``.

    Raises:
        InvalidArgument: When it is none of these.
    """
    if where is None or (isinstance(where, str) and where in PLACES):
        return where
    from oauth_tutorial.location import Location
    from oauth_tutorial.providers.binder import is_binder

    if isinstance(where, Location):
        return "binder" if is_binder(where) else where.kind
    said = plain(where, 40) if isinstance(where, str) else type(where).__name__
    raise InvalidArgument(
        f"where must be a location, got {said}.",
        hint=f"Write where=location.where(), or one of: {', '.join(PLACES)}.",
    )


def address_of(redirect_uri: object) -> Address | None:
    """Return a redirect URI, taken apart; None where none was given.

    Raises:
        InvalidArgument: When it is not text.
    """
    text = text_of("redirect_uri", redirect_uri)
    return None if text is None else read(text)
