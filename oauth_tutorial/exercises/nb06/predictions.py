"""Notebook 06: what a payload proves, and a sign-in without a page."""

from oauth_tutorial.grading.questions import Predict

predict_proof = Predict(
    "the payload says that the person is alice. Is that proved now?",
    choices=("Yes, it came from PhotoBox", "Yes, it cannot be changed", "No"),
    answer=2,
    reveals="Anybody can write such a text. The signature is the proof, and it was not looked at.",
)

predict_silent = Predict(
    "a browser that is not signed in asks with prompt=none. What comes back?",
    choices=("The sign-in page", "error=login_required", "A code"),
    answer=1,
    reveals="prompt=none means: no page at all. Where one would be needed, the answer is an error.",
)
