"""Notebook 04: what a taken-away line, an hour and a thief do to a token."""

from oauth_tutorial.grading.questions import Predict

predict_untick = Predict(
    "Alice takes one of three lines away and approves. What does PrintShop get?",
    choices=("An error", "A token for all three", "A token for two, and it can read which"),
    answer=2,
    reveals="she decides, and the answer's scope says what was granted (RFC 6749 §3.3, §5.1).",
)

predict_expired = Predict(
    "the access token's hour is over. What does the API answer?",
    choices=("200, until it is restarted", "401 invalid_token", "403 insufficient_scope"),
    answer=1,
    reveals="401 says that this token is no proof any more. 403 would mean that a good one is "
    "not enough.",
)

predict_theft = Predict(
    "a thief uses the refresh token that you have used already. What happens to your newest one?",
    choices=("Nothing: it is another token", "It dies too", "It works once more"),
    answer=1,
    reveals="two uses of one refresh token mean that two hold it. PhotoBox ends everything that "
    "came of it.",
)
