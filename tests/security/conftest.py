"""One furnished company for all tests that only knock at doors."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.harness import World, opened_world
from tests.journeys.test_s01_leave import leave

NOTE = "机密备案 SECRET-7431"
"""What HR has written into a field that nobody else may see."""


class Company:
    """都江精工 with a leave of 李明 that waits for 陈刚, and one that is filed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.filed = world.submit("liming", "leave", leave("2026-03-10 AM", "2026-03-10 PM"))
        world.decide("chengang", self.filed, "approve", comment="同意")
        world.decide("pengli", self.filed, "claim")
        world.decide("pengli", self.filed, "complete", values={"hr_note": NOTE})
        world.drain()
        self.open = world.submit("liming", "leave", leave("2026-03-17 AM", "2026-03-17 PM"))
        self.item: str = world.item("chengang", self.open)["id"]
        admin = world.as_("xubo")
        top = admin.get("/organisation")["departments"][0]["id"]
        body = {"no": "Y1", "login": "leaver", "name": "leaver", "departmentId": top}
        self.leaver: str = admin.send("POST", "/organisation/people", body).json()["id"]
        """Somebody whom nobody misses when an administrator's knock is let through."""
        admin.send("PUT", "/roles/spare", {"name": "spare"})
        self.filed_item: str = world.as_("pengli").get("/items", box="done")["items"][0]["id"]

    def fill(self, path: str, instance: dict[str, Any] | None = None) -> str:
        """A path with ids of 李明's things in it."""
        values = {
            "instance_id": (instance or self.open)["id"],
            "item_id": self.filed_item if instance is self.filed else self.item,
            "process_key": "leave",
            "ledger_key": "leave_record",
            "person_id": self.leaver,
            "role_key": "spare",
            "version_id": self.version,
        }
        for name, value in values.items():
            path = path.replace(f"{{{name}}}", str(value))
        while "{" in path:
            start, _, rest = path.partition("{")
            path = start + "7" + rest.partition("}")[2]
        return path

    @property
    def version(self) -> str:
        """Id of the version of the leave process."""
        found = self.world.as_("xubo").get("/processes/leave/versions")["items"]
        return str(found[0]["id"])


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder = tmp_path_factory.mktemp("security")
    settings = {"requests_per_minute": 10_000_000, "sign_ins_per_minute": 10_000}
    with opened_world(folder, settings=settings) as world:
        yield Company(world)
