"""What else a message brought: a dict that nobody changes, and that shows its names alone."""

from typing import Any, NoReturn, TypeVar

from oauth_tutorial.text.plain import plain

_MOST_NAMES = 20  # that are shown
_LONGEST_NAME = 60

V = TypeVar("V")


class Kept(dict[str, V]):
    """Members that have no place of their own, with values that may be secrets.

    A dict, so that ``json.dumps``, ``dict()`` and ``dataclasses.asdict`` take it as one.

    Example:
        >>> kept = Kept({"instance_url": "https://example.my.salesforce.com"})
        >>> kept, kept["instance_url"]
        (<instance_url>, 'https://example.my.salesforce.com')
    """

    def __repr__(self) -> str:
        names = [plain(str(name), _LONGEST_NAME) for name in list(self)[:_MOST_NAMES]]
        return f"<{', '.join(names)}{', …' if len(self) > _MOST_NAMES else ''}>"

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return (type(self), (dict(self),))  # copy and pickle would set its items

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(
            "This is what was received, and it is read-only; dict(…) "
            "makes a copy that you can change."
        )

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse
