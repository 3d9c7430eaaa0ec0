"""Where a case can go back to, and what that removes, undoes and keeps (A4, "Return")."""

import pytest

from dujiang.approvals.rules.returns import Lineage, Visit, may_resume

STEPS = frozenset({"apply", "dept", "finance", "legal", "gm", "inner", "file"})


def lineage(*rows: str) -> Lineage:
    """Visits as `key element from,from state scope`: `4 finance 3 active`."""
    visits = []
    for row in rows:
        key, element, parents, state, *scope = row.split()
        visits.append(
            Visit(
                key=int(key),
                element_id=element,
                from_keys=() if parents == "-" else tuple(map(int, parents.split(","))),
                state=state,  # type: ignore[arg-type]
                scope_key=int(scope[0]) if scope else 0,
            )
        )
    return Lineage(visits)


LINE = lineage("1 start - completed", "2 apply 1 completed", "3 dept 2 completed", "4 gm 3 active")
SPLIT = lineage(
    "1 start - completed", "2 apply 1 completed", "3 split 2 completed",
    "4 dept 3 completed", "5 finance 4 active", "6 legal 3 active",
)  # fmt: skip
JOINED = lineage(
    "1 start - completed", "2 apply 1 completed", "3 split 2 completed",
    "4 dept 3 completed", "5 legal 3 completed", "6 join 4,5 completed", "7 gm 6 active",
)  # fmt: skip
INSIDE = lineage(
    "1 start - completed", "2 apply 1 completed", "3 sub 2 active",
    "4 substart - completed 3", "5 inner 4 completed 3", "6 dept 5 active 3",
)  # fmt: skip
LEFT = lineage(
    "1 start - completed", "2 apply 1 completed", "3 sub 2 completed",
    "4 substart - completed 3", "5 inner 4 completed 3", "6 gm 3 active",
)  # fmt: skip


def names(found: Lineage, key: int) -> list[str]:
    return [visit.element_id for visit in found.targets(key, STEPS)]


def keys(visits: tuple[Visit, ...]) -> list[int]:
    return [visit.key for visit in visits]


@pytest.mark.spec("A4")
def test_any_completed_step_of_the_run_is_offered() -> None:
    assert names(LINE, 4) == ["apply", "dept"]


@pytest.mark.spec("A4")
def test_target_in_the_same_branch_touches_only_that_branch() -> None:
    target = next(v for v in SPLIT.targets(5, STEPS) if v.element_id == "dept")

    undone = SPLIT.undo(target)

    assert keys(undone.cancelled) == [5]
    assert keys(undone.kept) == [6]


@pytest.mark.spec("A4")
def test_target_before_a_split_cancels_all_branches_of_the_split() -> None:
    target = next(v for v in SPLIT.targets(5, STEPS) if v.element_id == "apply")

    undone = SPLIT.undo(target)

    assert keys(undone.cancelled) == [5, 6]
    assert keys(undone.undone) == [2, 3, 4]
    assert keys(undone.kept) == []


@pytest.mark.spec("A4")
def test_another_branch_is_not_offered() -> None:
    assert "legal" not in names(SPLIT, 5)


@pytest.mark.spec("A4")
def test_across_a_join_only_targets_outside_are_offered() -> None:
    assert names(JOINED, 7) == ["apply"]


@pytest.mark.spec("A4")
def test_out_of_a_subprocess_to_a_target_outside() -> None:
    assert names(INSIDE, 6) == ["apply", "inner"]
    target = next(v for v in INSIDE.targets(6, STEPS) if v.element_id == "apply")

    assert keys(INSIDE.undo(target).cancelled) == [3]


@pytest.mark.spec("A4")
def test_inside_a_subprocess_the_subprocess_goes_on() -> None:
    target = next(v for v in INSIDE.targets(6, STEPS) if v.element_id == "inner")

    undone = INSIDE.undo(target)

    assert keys(undone.cancelled) == [6]
    assert keys(undone.kept) == []


@pytest.mark.spec("A4")
def test_step_inside_a_subprocess_that_was_left_is_not_offered() -> None:
    assert names(LEFT, 6) == ["apply"]


@pytest.mark.spec("A4")
def test_running_multi_instance_bodies_are_removed_as_a_whole() -> None:
    found = lineage(
        "1 start - completed", "2 apply 1 completed", "3 body 2 active",
        "4 dept - active 3", "5 dept - active 3",
    )  # fmt: skip
    target = found.targets(4, STEPS)[0]

    undone = found.undo(target)

    assert target.element_id == "apply"
    assert keys(undone.cancelled) == [3]


@pytest.mark.spec("A4")
def test_latest_visit_of_a_step_is_the_target() -> None:
    found = lineage(
        "1 start - completed", "2 apply 1 completed", "3 dept 2 terminated",
        "4 apply 1 completed", "5 dept 4 active",
    )  # fmt: skip

    assert keys(found.targets(5, STEPS)) == [4]
    assert keys(found.undo(found.targets(5, STEPS)[0]).undone) == [4]


@pytest.mark.spec("A4")
def test_resume_is_offered_where_only_steps_lie_between() -> None:
    undone = LINE.undo(LINE.targets(4, STEPS)[0])

    assert may_resume(undone, 4, LINE, STEPS)


@pytest.mark.spec("A4")
def test_resume_is_not_offered_over_a_gateway() -> None:
    found = lineage(
        "1 start - completed", "2 apply 1 completed", "3 x 2 completed", "4 gm 3 active"
    )
    undone = found.undo(found.targets(4, STEPS)[0])

    assert not may_resume(undone, 4, found, STEPS)
