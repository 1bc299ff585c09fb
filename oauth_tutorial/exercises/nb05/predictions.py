"""Notebook 05: what Mallory can do without a verifier."""

from oauth_tutorial.grading.questions import Predict

predict_interception = Predict(
    "Mallory has the code, and the secret out of the app. What does PhotoBox answer her?",
    choices=("401, invalid_client", "400, invalid_grant", "200, with a token"),
    answer=2,
    reveals="Nothing in the request tells her from PrintShop. The next cell shows it.",
)

predict_late_verifier = Predict(
    "Mallory has the code, and saw the URL with its code_challenge. What does she lack?",
    choices=("The code", "The code_verifier", "The client_id"),
    answer=1,
    reveals="The challenge is a hash. Nobody can compute the verifier from it, and it travels "
    "only in the back channel.",
)
