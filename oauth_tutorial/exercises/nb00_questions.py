"""Notebook 00: what a password gives away; the order of the messages."""

from oauth_tutorial.exercises.questions import Order, Pair, Predict

predict_password = Predict(
    "what could PrintShop do, once it has Alice's password?",
    choices=("Only print", "See every photo", "Everything that Alice can do"),
    answer=2,
    reveals="PhotoBox cannot tell PrintShop from Alice. The next cell shows what that means.",
)

_LINK = "PrintShop shows Alice a link to PhotoBox"
_REQUEST = "Alice's browser asks PhotoBox: the authorization request"
_APPROVE = "Alice signs in and approves"
_REDIRECT = "PhotoBox redirects the browser, with a code"
_CODE = "The browser brings the code to PrintShop"
_EXCHANGE = "PrintShop sends the code and its secret to PhotoBox"
_TOKEN = "PhotoBox gives PrintShop an access token"  # noqa: S105 - a sentence
_PHOTOS = "PrintShop asks the PhotoBox API for the photos"

message_order = Order(
    "00.message_order",
    "the eight messages of this notebook.",
    messages=(_LINK, _REQUEST, _APPROVE, _REDIRECT, _CODE, _EXCHANGE, _TOKEN, _PHOTOS),
    start=(6, 3, 0, 7, 2, 5, 1, 4),
    pairs=(
        Pair(
            "photos_before_token",
            "the API wants an access token, so the token comes first.",
            _TOKEN,
            _PHOTOS,
        ),
        Pair(
            "token_before_exchange",
            "the token is the answer to code and secret: somebody must ask first.",
            _EXCHANGE,
            _TOKEN,
        ),
        Pair(
            "exchange_before_code",
            "PrintShop cannot send a code that the browser has not brought yet.",
            _CODE,
            _EXCHANGE,
        ),
        Pair(
            "code_before_redirect",
            "the browser gets the code from PhotoBox, in the redirect.",
            _REDIRECT,
            _CODE,
        ),
        Pair(
            "redirect_before_approval",
            "PhotoBox gives a code only after Alice has approved.",
            _APPROVE,
            _REDIRECT,
        ),
        Pair(
            "approval_before_request",
            "Alice signs in on PhotoBox's page, which her browser must ask for first.",
            _REQUEST,
            _APPROVE,
        ),
        Pair(
            "request_before_link",
            "the browser goes to PhotoBox because of PrintShop's link.",
            _LINK,
            _REQUEST,
        ),
    ),
    correct="first through the browser, to get a code; then without it, to get a token.",
    hints=(
        "where to look: the picture under “The way, on one page”.",
        "the rule (RFC 6749 §4.1): the front channel first, which ends when the code has "
        "arrived; then the back channel.",
        "almost the answer: link, request, approval, redirect, code. Three are left, and the "
        "photos are the last.",
    ),
)
