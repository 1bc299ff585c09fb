"""Notebook 08: what a program without a person, a quick device and a thief get."""

from oauth_tutorial.grading.questions import Predict

predict_nightly = Predict(
    "No person takes part. Whose photos can the nightly program read with its token?",
    choices=("Alice's", "Everybody's", "Nobody's"),
    answer=2,
    reveals="A client that speaks for itself gets what is its own. No person has shared "
    "anything with it, so it has no photos at all.",
)

predict_polls = Predict(
    "PhotoFrame asks for the token twice, with no pause, before Alice does anything. "
    "What does PhotoBox answer?",
    choices=(
        "Twice authorization_pending",
        "First authorization_pending, then slow_down",
        "Twice slow_down",
    ),
    answer=1,
    reveals="The first answer is no failure: it means not yet. The second is a warning, and "
    "from then on PhotoFrame must wait five seconds longer.",
)

predict_bound_token = Predict(
    "Mallory read the token and one proof in a log. Which of her requests is answered?",
    choices=("The token as Bearer", "The token with the proof that she saw", "None"),
    answer=2,
    reveals="Each proof is good for one request. She would have to sign a new one, and the "
    "private key never left PrintShop.",
)
