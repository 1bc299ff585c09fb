"""The old name: copies of the notebook that somebody kept import from here."""

from oauth_tutorial.exercises.nb08.predictions import (
    predict_bound_token,
    predict_nightly,
    predict_polls,
)

__all__ = ["predict_bound_token", "predict_nightly", "predict_polls"]
