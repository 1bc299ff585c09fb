"""The doctor: what a stuck person has goes in, the cause of the failure comes out.

It computes before it reads, reads codes before words, and says ``unknown`` to what
it does not understand. No secret of the input is in its answer.
"""

from oauth_tutorial.doctor.causes import CAUSES
from oauth_tutorial.doctor.diagnosing import diagnose
from oauth_tutorial.doctor.diagnosis import Diagnosis

__all__ = ["CAUSES", "Diagnosis", "diagnose"]
