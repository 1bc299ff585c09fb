"""PhotoBox compares PrintShop's redirect URI, so that no code goes to another address."""

import re
from urllib.parse import unquote, urldefrag, urlsplit

from oauth_tutorial.exercises.attacks import open_redirect
from oauth_tutorial.exercises.nb07.judging import RETURNS_NOTHING, Case, comparison_judge
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function

_OURS = "http://127.0.0.1/callback"
_SHOP = "https://printshop.example/callback?shop=1"
_BACK, _UPPER = "https://album.example/back", "https://album.example/Back"
_ADDRESSES: tuple[Case, ...] = (
    ("the registered address", _OURS, _OURS, True, "refuses_own"),
    ("another machine", _OURS, "https://mallory.example/", False, "accepts_other"),
    ("another app's registered address", _BACK, _BACK, True, "refuses_own"),
    ("another path", _OURS, "http://127.0.0.1/mallory", False, "host_only"),
    ("a longer host", _OURS, "http://127.0.0.1.mallory.example/callback", False, "path_only"),
    ("a host behind an @", _OURS, "http://127.0.0.1@mallory.example/callback", False, "path_only"),
    ("a longer path", _OURS, _OURS + "-of-mallory", False, "beginning_only"),
    ("a path below it", _OURS, _OURS + "/../mallory", False, "beginning_only"),
    ("a query that was added", _OURS, _OURS + "?next=mallory.example", False, "query_added"),
    ("a fragment that was added", _OURS, _OURS + "#mallory.example", False, "fragment_added"),
    ("only the beginning of it", _OURS, "http://127.0.0.1/", False, "part_passes"),
    ("all of it in a query", _OURS, f"https://mallory.example/?{_OURS}", False, "contained"),
    ("another scheme", _OURS, "https://127.0.0.1/callback", False, "scheme_forgiven"),
    ("a slash at the end", _OURS, _OURS + "/", False, "slash_forgiven"),
    ("the slash at the end left out", _OURS + "/", _OURS, False, "slash_forgiven"),
    ("another query", _SHOP, _SHOP[:-1] + "2", False, "query_forgiven"),
    ("capitals in the path", _OURS, "http://127.0.0.1/Callback", False, "case_forgiven"),
    ("a letter that is encoded", _OURS, "http://127.0.0.1/%63allback", False, "decoded"),
    ("a slash that is encoded", _OURS, "http://127.0.0.1%2Fcallback", False, "decoded"),
    # A parsed address has lost what these add.
    ("a ? with nothing behind it", _OURS, _OURS + "?", False, "parts_compared"),
    ("a # with nothing behind it", _OURS, _OURS + "#", False, "parts_compared"),
    ("a name before the host", _OURS, "http://mallory@127.0.0.1/callback", False, "parts_compared"),
    (
        "capitals in the host",
        _SHOP,
        _SHOP.replace("printshop", "PrintShop"),
        False,
        "case_forgiven",
    ),
    ("capitals in the scheme", _OURS, "HTTP://127.0.0.1/callback", False, "case_forgiven"),
    ("a tab inside it", _OURS, "http://127.0.0.1/call\tback", False, "space_forgiven"),
    ("a space before it", _OURS, " " + _OURS, False, "space_forgiven"),
    ("a space at its end", _OURS, _OURS + " ", False, "space_forgiven"),
    ("a line end at its end", _OURS, _OURS + "\n", False, "space_forgiven"),
    ("two slashes for one", _OURS, "http://127.0.0.1//callback", False, ""),
    ("a detour in the path", _OURS, "http://127.0.0.1/mallory/../callback", False, ""),
    ("a registered one with a query", _SHOP, _SHOP, True, "refuses_own"),
    ("a registered one with a capital", _UPPER, _UPPER, True, "refuses_own"),
)
_RULE = (
    "an address that only leads to the same place passes. The rule is exact string matching "
    "(RFC 9700 §2.1): every character is the same."
)

redirect_fix = Exercise(
    name="07.redirect_fix",
    answer="same_address",
    judge=comparison_judge("same_address", _ADDRESSES, open_redirect, _RULE),
    correct="PhotoBox shows Alice an error page and sends no code anywhere (RFC 9700 §2.1).",
    mistakes=(
        not_a_function("True"),
        RETURNS_NOTHING,
        Mistake(
            "always_yes",
            "it says True to every address: Mallory's own is as good as PrintShop's.",
            lambda registered, asked: True,
        ),
        Mistake(
            "refuses_own",
            "it refuses an address that was registered: nobody can sign in any more.",
            lambda registered, asked: registered != asked,
        ),
        Mistake(
            "accepts_other",
            "the address of another machine passes.",
            lambda registered, asked: asked == registered or asked.startswith("https://"),
        ),
        Mistake(
            "beginning_only",
            "an address that only begins like the registered one passes, as before. Mallory "
            "chooses the end.",
            lambda registered, asked: asked.startswith(registered),
        ),
        Mistake(
            "query_added",
            "any query passes: only a part of the address is compared, and Mallory writes the rest "
            "behind a ?. Compare the whole of it.",
            lambda registered, asked: asked.partition("?")[0] == registered.partition("?")[0],
        ),
        Mistake(
            "fragment_added",
            "whatever stands behind a # passes: only a part of the address is compared. Compare "
            "the whole of it.",
            lambda registered, asked: urldefrag(asked).url == registered,
        ),
        Mistake(
            "part_passes",
            "a part of the registered address is enough. Compare the whole of it.",
            lambda registered, asked: asked in registered,
        ),
        Mistake(
            "host_only",
            "every path on PrintShop's machine passes. One of them may belong to somebody else, "
            "or send the browser on.",
            lambda registered, asked: urlsplit(asked).netloc == urlsplit(registered).netloc,
        ),
        Mistake(
            "path_only",
            "the right path on another host passes. What stands before an @ is not the host, and "
            "127.0.0.1.mallory.example is Mallory's.",
            lambda registered, asked: urlsplit(asked).path == urlsplit(registered).path,
        ),
        Mistake(
            "contained",
            "an address that contains the registered one passes. Mallory writes it behind her own.",
            lambda registered, asked: asked.endswith(registered),
        ),
        Mistake(
            "scheme_forgiven",
            "https passes for http. Compare the whole of it, the scheme included.",
            lambda registered, asked: asked.partition(":")[2] == registered.partition(":")[2],
        ),
        Mistake(
            "slash_forgiven",
            "a slash added at the end passes. The rule is exact string matching: no tidying up.",
            lambda registered, asked: asked.rstrip("/") == registered,
        ),
        Mistake(
            "query_forgiven",
            "another query passes. It is part of the address.",
            lambda registered, asked: (
                asked == registered
                or ("?" in registered and asked.partition("?")[0] == registered.partition("?")[0])
            ),
        ),
        Mistake(
            "case_forgiven",
            "capitals pass for small letters. The rule is exact string matching (RFC 9700 §2.1): "
            "every character is the same.",
            lambda registered, asked: asked.casefold() == registered.casefold(),
        ),
        Mistake(
            "decoded",
            "an address with % in it passes, since both are decoded first. The rule is exact "
            "string matching (RFC 9700 §2.1): compare the texts as they came.",
            lambda registered, asked: unquote(asked) == unquote(registered),
        ),
        Mistake(
            "parts_compared",
            "it does not compare the two texts. Taking an address apart, or tidying it up, drops "
            "characters, and then another text passes. The rule is exact string matching (RFC 9700 "
            "§2.1).",
            lambda registered, asked: urlsplit(asked) == urlsplit(registered),
        ),
        Mistake(
            "space_forgiven",
            "an address with a space, a tab or a line end passes. The rule is exact string "
            "matching (RFC 9700 §2.1): no tidying up.",
            lambda registered, asked: asked.strip() == registered,
        ),
    ),
    hints=(
        "where to look: notebook 01, what redirect_uri is for.",
        "the rule (RFC 9700 §2.1): exact string matching.",
        "almost the code: one comparison, and no method of str.",
    ),
    solution_code="""\
def same_address(registered, asked):
    return asked == registered""",
    unlisted=lambda registered, asked: re.sub("/+", "/", asked) == re.sub("/+", "/", registered),
)
