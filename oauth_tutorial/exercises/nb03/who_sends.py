"""Notebook 03: what a first try costs; who sends which message."""

from oauth_tutorial.grading.questions import Predict, Taken, WhoSends

predict_first_try = Predict(
    "a code is good for one use. What if the first try has a typing mistake?",
    choices=("The code is used up", "The code is still good"),
    answer=1,
    reveals="PhotoBox marks a code as used when it gives a token for it, and a refused request "
    "gets none. Do not count on it: other servers end a code at the first try.",
)

_BROWSER, _PRINTSHOP = "Alice's browser", "PrintShop (you)"
_SIGN_IN, _API = "PhotoBox sign-in", "PhotoBox API"
_REQUEST = "the authorization request"
_REDIRECT = "the redirect that carries the code"
_CALLBACK = "GET /callback?code=…"
_TOKEN_REQUEST = "POST /token, with the client_secret"  # noqa: S105 - a sentence
_TOKEN = "the access token"  # noqa: S105 - a sentence
_PHOTOS = "Alice's photos"

who_sends = WhoSends(
    "03.who_sends",
    "six messages, four who could have sent them.",
    senders={
        _REQUEST: _BROWSER,
        _REDIRECT: _SIGN_IN,
        _CALLBACK: _BROWSER,
        _TOKEN_REQUEST: _PRINTSHOP,
        _TOKEN: _SIGN_IN,
        _PHOTOS: _API,
    },
    choices=(_BROWSER, _PRINTSHOP, _SIGN_IN, _API),
    taken=(
        Taken(
            "printshop_sends_request",
            "PrintShop writes the link, and a link is no request yet. Who follows it?",
            _REQUEST,
            _PRINTSHOP,
        ),
        Taken(
            "browser_redirects_itself",
            "a redirect is an answer, and the browser obeys it. An answer comes from the one who "
            "was asked.",
            _REDIRECT,
            _BROWSER,
        ),
        Taken(
            "photobox_calls_back",
            "PhotoBox cannot call PrintShop: it only ever answers. Its redirect names an address, "
            "and somebody goes there.",
            _CALLBACK,
            _SIGN_IN,
        ),
        Taken(
            "browser_has_the_secret",
            "client_secret was never in the browser. This is the back channel.",
            _TOKEN_REQUEST,
            _BROWSER,
        ),
        Taken(
            "api_gives_tokens",
            "the API wants to see a token, and gives none out. A token is an answer: who was asked "
            "for it?",
            _TOKEN,
            _API,
        ),
        Taken(
            "printshop_makes_token",
            "a client cannot make a token for itself; it gets one for the code.",
            _TOKEN,
            _PRINTSHOP,
        ),
        Taken(
            "sign_in_keeps_photos",
            "the authorization server keeps no photos. It gave the token that opens them.",
            _PHOTOS,
            _SIGN_IN,
        ),
    ),
    correct="three in the front channel, through the browser; three in the back channel.",
    hints=(
        "where to look: the pictures at the top of notebooks 02 and 03. Who is at the start of "
        "each arrow?",
        "the rule: an answer is sent by the one who was asked. Whatever carries "
        "client_secret never passes through the browser.",
        "almost the answer: the browser sends two of the six, PhotoBox sign-in sends two.",
    ),
    unlisted=(_PHOTOS, _BROWSER),
)
