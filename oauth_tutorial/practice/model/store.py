"""What the service remembers, in memory and bounded."""

import secrets
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from oauth_tutorial.practice.model.lifetimes import CODE_SECONDS

Item = TypeVar("Item")


class Bounded(OrderedDict[str, Item], Generic[Item]):
    """A dictionary that forgets its oldest entry when it is full."""

    def __init__(self, limit: int = 500) -> None:
        super().__init__()
        self.limit = limit

    def __setitem__(self, key: str, value: Item) -> None:
        super().__setitem__(key, value)
        if len(self) > self.limit:
            self.popitem(last=False)


class Shared(Bounded[Item]):
    """One that forgets, when it is full, the oldest entry of whoever has the most in it.

    A page of another site can send requests without end in the name of a client that everybody
    knows. It pushes out what that client has, and nobody else's.
    """

    def __init__(self, owner: Callable[[Item], str], limit: int = 500) -> None:
        super().__init__(limit)
        self.owner = owner

    def __setitem__(self, key: str, value: Item) -> None:
        OrderedDict.__setitem__(self, key, value)
        if len(self) > self.limit:
            owners = [(kept, self.owner(one)) for kept, one in list(self.items())]
            [(greedy, _)] = Counter(owner for _, owner in owners).most_common(1)
            self.pop(next(kept for kept, owner in owners if owner == greedy), None)


@dataclass(slots=True)
class Grant:
    """What one person allowed one client: every token hangs on it."""

    client_id: str
    username: str
    scope: tuple[str, ...]
    auth_time: int
    resources: tuple[str, ...] = ()
    alive: bool = True

    @property
    def subject(self) -> str:
        """Whose access it is: the person's, or the client's own."""
        return self.username or self.client_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """How the client wishes the person to be asked (OpenID Connect Core §3.1.2.1).

    Args:
        prompt: ``none``, ``login``, ``consent``, ``select_account``. Default: none given.
        max_age: How many seconds ago, at most, the person may have signed in. Default: any time.
        login_hint: Who will probably sign in. Default: nobody in particular.
        subject: Who alone may: the person of ``id_token_hint``. Default: anybody.
    """

    prompt: frozenset[str] = frozenset()
    max_age: int | None = None
    login_hint: str = ""
    subject: str = ""


NO_WISHES = Interaction()


@dataclass(slots=True)
class AuthorizationRequest:
    """A checked authorization request that waits for the person."""

    client_id: str
    redirect_uri: str
    redirect_uri_given: bool
    scope: tuple[str, ...]
    state: str | None
    code_challenge: str | None
    nonce: str | None
    code_challenge_method: str = "S256"
    offline: bool = False  # it has what brings a refresh token where one has to be asked for
    resources: tuple[str, ...] = ()
    dpop_jkt: str | None = None
    wished: Interaction = NO_WISHES
    must_sign_in: bool = True
    waits_until: float = 0.0  # for the person


@dataclass(slots=True)
class PushedRequest:
    """An authorization request that came through the back channel (RFC 9126 §2.2)."""

    request: AuthorizationRequest
    expires_at: float


@dataclass(slots=True)
class DeviceRequest:
    """A device that waits until a person approves elsewhere (RFC 8628 §3.2)."""

    client_id: str
    scope: tuple[str, ...]
    device_code: str
    user_code: str
    expires_at: float
    interval: int
    resources: tuple[str, ...] = ()
    last_poll: float = 0.0
    decision: Grant | Literal["denied"] | None = None
    wished: Interaction = NO_WISHES
    must_sign_in: bool = True
    waits_until: float = 0.0  # for the person


@dataclass(slots=True)
class Code:
    """An authorization code's record: what it is bound to (RFC 6749 §4.1.2)."""

    grant: Grant
    request: AuthorizationRequest
    expires_at: float
    used: bool = False
    lives: int = CODE_SECONDS  # from when it was issued


@dataclass(slots=True)
class Token:
    """An access or refresh token's record.

    ``audience`` holds the resources that it is good for (RFC 8707), ``jkt`` the
    thumbprint of the key that it is bound to (RFC 9449 §6).
    """

    grant: Grant
    scope: tuple[str, ...]
    issued_at: float
    expires_at: float
    audience: tuple[str, ...]
    jkt: str | None = None
    used: bool = False

    @property
    def token_type(self) -> str:
        """How it is used (RFC 6749 §7.1)."""
        return "DPoP" if self.jkt else "Bearer"

    def lives(self, now: float) -> bool:
        """Whether it is neither expired nor revoked with its grant."""
        return self.grant.alive and self.expires_at > now

    def is_good(self, now: float) -> bool:
        """Whether it can still be used: a refresh token only once."""
        return self.lives(now) and not self.used


@dataclass(slots=True)
class Session:
    """One browser: who is signed in there, and the token of its forms."""

    form_token: str = field(default_factory=lambda: new_secret())
    username: str | None = None
    auth_time: float = 0.0
    browser: str = field(default_factory=lambda: new_secret())
    before: str = ""  # what the browser was called until the sign-in


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for the person, and the browser in which it began."""

    wanted: AuthorizationRequest | DeviceRequest
    browser: str


class Store:
    """Everything that lives as long as the service does."""

    def __init__(self) -> None:
        self.sessions: Bounded[Session] = Bounded()
        self.requests: Bounded[Waiting] = Bounded()
        self.spent: Bounded[bool] = Bounded()  # sealed requests that somebody has signed in for
        self.pushed: Bounded[PushedRequest] = Shared(lambda one: one.request.client_id)
        self.devices: Bounded[DeviceRequest] = Shared(lambda one: one.client_id)  # by device_code
        self.user_codes: Bounded[DeviceRequest] = Shared(lambda one: one.client_id)
        self.wrong_user_codes: deque[float] = deque(maxlen=50)  # when they were typed
        # by person and client: at which resource, and which scope
        self.consents: Bounded[frozenset[tuple[str, str]]] = Bounded()
        self.codes: Bounded[Code] = Bounded()
        self.access_tokens: Bounded[Token] = Shared(
            lambda one: f"{one.grant.client_id} {one.grant.username}"
        )
        self.refresh_tokens: Bounded[Token] = Bounded()
        self.proofs: Bounded[bool] = Bounded(limit=10_000)
        self.orders: Bounded[dict[str, Any]] = Bounded()

    def forget_client(self, client_id: str) -> None:
        """End everything that a client was given or waits for (RFC 7592 §2.3).

        Others may write at the same time.
        """
        for memory in (self.codes, self.access_tokens, self.refresh_tokens):
            _end(memory, client_id)
        for waiting in (self.devices, self.user_codes):
            _drop(waiting, lambda one: one.client_id == client_id)
        _drop(self.requests, lambda one: one.wanted.client_id == client_id)
        self.forget_consents(client_id)

    def forget_consents(self, client_id: str) -> None:
        """Forget who approved a client, and what it pushed: nobody vouches for it any more."""
        for key in list(self.consents):
            if key.partition(" ")[2] == client_id:
                self.consents.pop(key, None)
        _drop(self.pushed, lambda one: one.request.client_id == client_id)

    def clear(self) -> None:
        """Forget everything."""
        for memory in vars(self).values():
            memory.clear()


def _end(memory: MutableMapping[str, Any], client_id: str) -> None:
    for ended in _drop(memory, lambda one: one.grant.client_id == client_id):
        ended.grant.alive = False


def _drop(memory: MutableMapping[str, Any], is_theirs: Callable[[Any], bool]) -> list[Any]:
    """Take out and return what is theirs; a copy is looked through, for others write meanwhile."""
    theirs = [(key, one) for key, one in list(memory.items()) if is_theirs(one)]
    for key, _ in theirs:
        memory.pop(key, None)
    return [one for _, one in theirs]


def new_secret() -> str:
    """Return 43 characters from 256 random bits."""
    return secrets.token_urlsafe(32)
