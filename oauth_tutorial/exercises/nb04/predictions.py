"""Notebook 04: what an unticked line, an hour and a thief do to a token."""

from oauth_tutorial.grading.questions import Predict

predict_untick = Predict(
    "Alice unticks one of three lines and approves. What does PrintShop get?",
    choices=("An error", "A token for all three", "A token for two, and it can read which"),
    answer=2,
    reveals="she decides, and the answer's scope says what was granted (RFC 6749 §3.3, §5.1).",
)

predict_expired = Predict(
    "the access token's hour is over. What does the API answer?",
    choices=("200, until the API is restarted", "401 invalid_token", "403 insufficient_scope"),
    answer=1,
    reveals="401 says that this token is no longer accepted. 403 would mean that the token is "
    "good, and its scope too small.",
)

predict_theft = Predict(
    "a thief uses the refresh token that you have used already. What happens to your newest one?",
    choices=("Nothing: it is another token", "It is revoked too", "It works once more"),
    answer=1,
    reveals="a refresh token that comes twice may be in two hands. PhotoBox revokes every token "
    "that came from it.",
)
