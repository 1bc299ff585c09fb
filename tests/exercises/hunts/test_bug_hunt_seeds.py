"""A seed deals the bugs of the hunt in another order."""

from oauth_tutorial.exercises.hunts import bug_hunt
from oauth_tutorial.exercises.hunts.cases import BUGS
from oauth_tutorial.practice.model.variants import variant


def test_a_seed_deals_the_bugs_in_another_order(seeded):
    """Within their notebook, the doctor's ones first; each fixed by its own piece."""
    seeded(7)
    cases = [bug_hunt.case(number) for number in BUGS]

    for kind in ("notebook", "with_doctor"):
        assert [getattr(case.bug, kind) for case in cases] == [
            getattr(bug, kind) for bug in BUGS.values()
        ]
    causes = [case.bug.cause for case in cases]
    assert sorted(causes) == sorted(bug.cause for bug in BUGS.values())
    assert causes != [bug.cause for bug in BUGS.values()]
    assert any(f'client_id="{variant(7).client_id}"' in case.bug.code for case in cases)
    for case in cases:
        assert case.check(case.bug.cause, case.bug.fix).state == "correct", case
