"""Fifty people act on one task at the same moment: exactly the right ones count."""

from collections import Counter
from typing import Any

import pytest

from dujiang.deployments import DeployPackage
from dujiang.identity import SavePerson
from tests.approvals.models import FORM, VALUES, line, people, step
from tests.installation import set_passwords
from tests.journeys.harness import World

PEOPLE = 50
MANY = {"sign_ins_per_minute": 1_000, "requests_per_minute": 100_000, "is_threaded": True}


@pytest.fixture
def crowd(open_world: Any, way: str) -> World:
    if way.startswith("reopened"):
        pytest.skip("a restart between the decisions is no moment")
    world: World = open_world(settings=MANY)
    for number in range(PEOPLE):
        login = f"crowd{number:02}"
        person = SavePerson(no=f"E9{number:02}", name=f"众{number}", department="D40", login=login)
        world.app.submit(person)
    set_passwords(world.app)
    return world


def decide_together(world: World, actions: list[str], **settings: str) -> tuple[Any, Counter[int]]:
    """Everybody decides the one task at once; the instance, and how often which status came."""
    logins = [f"crowd{number:02}" for number in range(PEOPLE)]
    review = step("review", people(*logins), **settings)
    package = DeployPackage(xml=line(review, process="crowd").encode(), forms={"f": FORM})
    world.app.submit(package)
    asked = world.submit("liming", "crowd", VALUES)
    items = {login: world.item(login, asked) for login in logins}

    def decide(login: str, action: str) -> Any:
        body = {"action": action, "version": items[login]["version"], "values": {}}
        if action == "reject":
            body |= {"reasonCategory": "RULE", "comment": "不合规定"}
        path = f"/items/{items[login]['id']}/decisions"
        return world.as_(login).send("POST", path, body, key=f"key-{login}")

    calls = [
        lambda login=login, action=action: decide(login, action)
        for login, action in zip(logins, actions, strict=True)
    ]
    answers = world.at_once(calls)
    statuses = Counter(answer.status_code for answer in answers)
    late = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert late <= {"approvals.item.already_decided"}
    return world.instance("liming", asked["id"]), statuses


def test_any_counts_the_first_alone(crowd: World) -> None:
    ended, statuses = decide_together(crowd, ["approve"] * PEOPLE, mode="any")

    assert (ended["outcome"], statuses) == ("approved", {200: 1, 409: PEOPLE - 1})


def test_all_counts_everybody(crowd: World) -> None:
    ended, statuses = decide_together(crowd, ["approve"] * PEOPLE, mode="all")

    assert (ended["outcome"], statuses) == ("approved", {200: PEOPLE})


def test_a_vote_counts_until_it_is_certain(crowd: World) -> None:
    ended, statuses = decide_together(crowd, ["approve"] * PEOPLE, mode="vote", votes="30")

    assert (ended["outcome"], statuses) == ("approved", {200: 30, 409: PEOPLE - 30})


def test_a_mixed_vote_has_one_outcome_and_nobody_counts_afterwards(crowd: World) -> None:
    actions = ["approve", "reject"] * (PEOPLE // 2)

    ended, statuses = decide_together(crowd, actions, mode="vote", votes="25")

    yes = ended["outcome"] == "approved"
    timeline = crowd.as_("liming").get(f"/instances/{ended['id']}/timeline")["entries"]
    kinds = Counter(entry["kind"] for entry in timeline)
    assert kinds["approved"] == 25 if yes else kinds["rejected"] == 26
    assert kinds["approved"] + kinds["rejected"] == statuses[200]
