"""Whether the client id and secret are those of the registration. Neither is ever shown."""

import re
from collections.abc import Iterator

from oauth_tutorial.presets.shapes import matches
from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.finding import Finding, Level
from oauth_tutorial.text.redaction import shape

_PLACEHOLDER = re.compile(
    r"(?:your|my|the|insert|enter|put|paste|replace|change)[\W_]?.*|"
    r"(?:app(?:lication)?|oauth|github|google)?[\W_]?client[\W_]?(?:id|key|secret)[\W_]?(?:here)?|"
    r"<.*>|\[.*\]|\{.*\}|\$.*|%.*%|(\D)\1*|0+|\.\.\.|…|to[\W_]?do|change[\W_]?me|dummy|example|"
    r"sample|placeholder|none|null|undefined|nan|test|secret|123456(?:7(?:8(?:90?)?)?)?|abc(?:123)?",
    re.IGNORECASE | re.DOTALL,
)
_QUOTES = "\"'`‘’“”«»"  # what word processors make of quotes
_ALPHABET = {
    "digits": "digits",
    "hex": "digits and letters from a to f",
    "lower": "lowercase letters or digits",
    "upper": "capitals or digits",
    "word": "letters or digits",
    "url": "letters, digits, - or _",
}
MOST = 1000


def client_id(asked: Asked) -> Iterator[Finding]:
    """The client id is there, whole, and nothing else is with it."""
    given = asked.client_id
    if given is None:
        return
    form, name = asked.preset.registration, asked.preset.name
    shapes, secret_shapes = form.client_id.shapes, form.client_secret.shapes
    clean = given[:MOST].strip().strip(_QUOTES).strip()
    if not clean:
        yield _id(asked, "will fail", "The client_id is empty.")
    elif len(given) > MOST:
        yield _id(asked, "will fail", f"The client_id has {len(given):,} characters.")
    elif clean != given or any(one.isspace() for one in given):
        yield _id(
            asked,
            "will fail",
            "The client_id has white space or quotes around it or in it, which would be sent too.",
        )
    elif not given.isascii() or not given.isprintable():
        yield _id(
            asked,
            "will fail",
            "The client_id has a character that does not belong there, perhaps an invisible one.",
        )
    elif any(matches(one, given) for one in shapes):
        return
    elif any(matches(one, given) for one in secret_shapes):
        yield _id(
            asked,
            "will fail",
            f"The client_id looks like {name}'s secret ({form.client_secret.label}): "
            "swap the two. If it was in a saved cell, make a new secret.",
        )
    elif _PLACEHOLDER.fullmatch(given):
        yield _id(
            asked,
            "will fail",
            "The client_id is a placeholder: replace it with the one from your registration.",
        )
    elif shapes:
        yield _id(
            asked,
            "may fail",
            f"The client_id, {shape(given)}, does not look like one of {name}'s: "
            f"{', or '.join(map(in_words, shapes))}.",
        )


def client_secret(asked: Asked) -> Iterator[Finding]:
    """A confidential app has its secret, and a public one has none."""
    auth, form, name = asked.app.client_auth, asked.preset.registration, asked.preset.name
    facts = (f"apps.{asked.kind}.client_auth",)
    is_public = set(auth) == {"none"}
    if asked.secret_given and is_public:
        yield Finding(
            level="may fail",
            rule="client_secret",
            sentence=f'{name} gives no secret to an app of the kind "{asked.kind}": leave it '
            "out. Nothing on a person's machine is secret.",
            error=asked.error("invalid_client"),
            field=form.client_secret.label,
            section="RFC 6749 §2.1",
            facts=facts,
        )
    elif asked.secret_given is False and "none" not in auth:
        note = f" {form.client_secret.note}" if form.client_secret.note else ""
        yield Finding(
            level="will fail",
            rule="client_secret",
            sentence=f'{name} requires the secret of an app of the kind "{asked.kind}" at the '
            f"token endpoint.{note}",
            error=asked.error("invalid_client"),
            field=form.client_secret.label,
            section="RFC 6749 §2.3.1",
            facts=facts,
        )


def in_words(shape: str) -> str:
    """Return a shape in words.

    Example:
        >>> in_words("Ov23li{word:14}")
        '"Ov23li" and 14 letters or digits'
    """
    parts = re.split(r"\{(\w+):(\d+)\}", shape)
    said = []
    for place in range(0, len(parts), 3):
        said += [f'"{parts[place]}"'] if parts[place] else []
        said += (
            [f"{parts[place + 2]} {_ALPHABET[parts[place + 1]]}"] if place + 2 < len(parts) else []
        )
    return " and ".join(said)


def _id(asked: Asked, level: Level, sentence: str) -> Finding:
    form = asked.preset.registration
    return Finding(
        level=level,
        rule="client_id",
        sentence=sentence,
        error=asked.error("invalid_client"),
        field=form.client_id.label,
        section="RFC 6749 §2.2",
        facts=("registration.client_id.shapes",) if level == "may fail" else (),
    )
