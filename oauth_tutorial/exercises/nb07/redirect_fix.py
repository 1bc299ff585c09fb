"""PhotoBox compares PrintShop's redirect URI, so that no code goes to another address."""

from urllib.parse import urlsplit

from oauth_tutorial.exercises.attacks import open_redirect
from oauth_tutorial.exercises.nb07.judging import RETURNS_NOTHING, Case, comparison_judge
from oauth_tutorial.grading.exercise import Exercise, Mistake
from oauth_tutorial.grading.kinds import not_a_function

_OURS = "http://127.0.0.1/callback"
_SHOP = "https://printshop.example/callback?shop=1"
_ADDRESSES: tuple[Case, ...] = (
    ("the registered address", _OURS, _OURS, True, "refuses_own"),
    ("another machine", _OURS, "https://mallory.example/", False, "accepts_other"),
    ("a registered one with a query", _SHOP, _SHOP, True, "refuses_own"),
    ("another path", _OURS, "http://127.0.0.1/mallory", False, "host_only"),
    ("a longer host", _OURS, "http://127.0.0.1.mallory.example/callback", False, "path_only"),
    ("a host behind an @", _OURS, "http://127.0.0.1@mallory.example/callback", False, "path_only"),
    ("a longer path", _OURS, _OURS + "-of-mallory", False, "beginning_only"),
    ("a path below it", _OURS, _OURS + "/../mallory", False, "beginning_only"),
    ("a query that was added", _OURS, _OURS + "?next=mallory.example", False, "beginning_only"),
    ("only the beginning of it", _OURS, "http://127.0.0.1/", False, "part_passes"),
    ("all of it in a query", _OURS, f"https://mallory.example/?{_OURS}", False, "contained"),
    ("another scheme", _OURS, "https://127.0.0.1/callback", False, "scheme_forgiven"),
    ("a slash at the end", _OURS, _OURS + "/", False, "slash_forgiven"),
    ("another query", _SHOP, _SHOP[:-1] + "2", False, "query_forgiven"),
    ("capitals in the path", _OURS, "http://127.0.0.1/Callback", False, ""),
)

redirect_fix = Exercise(
    name="07.redirect_fix",
    answer="same_address",
    judge=comparison_judge("same_address", _ADDRESSES, open_redirect),
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
            "it refuses the address that PrintShop registered: nobody can sign in any more.",
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
    ),
    hints=(
        "where to look: notebook 01, what redirect_uri is for.",
        "the rule (RFC 9700 §2.1): exact string matching.",
        "almost the code: one comparison, and no method of str.",
    ),
    solution_code="""\
def same_address(registered, asked):
    return asked == registered""",
    unlisted=lambda registered, asked: asked.lower() == registered.lower(),
)
