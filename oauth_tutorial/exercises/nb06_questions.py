"""The old name: copies of the notebook that somebody kept import from here."""

from oauth_tutorial.exercises.nb06.predictions import predict_proof, predict_silent

__all__ = ["predict_proof", "predict_silent"]
