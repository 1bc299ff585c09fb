"""The old name: copies of the notebook that somebody kept import from here."""

from oauth_tutorial.exercises.nb05.predictions import predict_interception, predict_late_verifier

__all__ = ["predict_interception", "predict_late_verifier"]
