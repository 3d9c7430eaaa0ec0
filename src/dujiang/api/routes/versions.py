"""Versions side by side, and going back to an earlier one."""

from typing import Any, Final

from dujiang.api.desk import Call, required_id
from dujiang.api.owning import require_touch
from dujiang.api.rendering import local, person_by_id
from dujiang.api.schemas.common import Named
from dujiang.api.schemas.instances import Reason
from dujiang.api.schemas.operations import ChangedElement, VersionDifference
from dujiang.api.schemas.processes import VersionRow
from dujiang.bpmn import Difference, compare, parse
from dujiang.deployments import PutInForce, Version
from dujiang.kernel.errors import InvalidInput
from dujiang.kernel.ids import id_text
from dujiang.runtime import count_by_version


def read_difference(call: Call[None, None]) -> VersionDifference:
    """What the newer of two versions has that differs from the other."""
    shelf = call.desk.deployments
    before = shelf.version(call.id("version_id"))
    after = shelf.version(required_id(call.path["other_id"]))
    if before.process_key != after.process_key:
        raise InvalidInput("api.migration.not_two_versions")
    require_touch(call, "process.read", before.process_key)
    old, new = parse(before.package.xml).definitions, parse(after.package.xml).definitions
    assert old is not None, "a deployed version is readable"
    assert new is not None, "a deployed version is readable"
    process = shelf.processes().get(before.process_key)
    return VersionDifference(
        process=Named(
            id=before.process_key,
            name=local(process.name, process.name_en, call.language) if process else "",
        ),
        before=before.version,
        after=after.version,
        before_xml=before.package.xml.decode(),
        after_xml=after.package.xml.decode(),
        changes=_changes(call, before, after, compare(old, new)),
    )


def _changes(
    call: Call[Any, Any], before: Version, after: Version, difference: Difference
) -> list[ChangedElement]:
    def name(version: Version, element_id: str) -> str:
        return call.desk.names.of(version.id, element_id, call.language)

    told = {
        *difference.added,
        *difference.removed,
        *(change.element_id for change in difference.changed),
    }
    return [
        *(
            ChangedElement(id=one, name=name(before, one), change="removed", aspects=[])
            for one in difference.removed
        ),
        *(
            ChangedElement(id=one, name=name(after, one), change="added", aspects=[])
            for one in difference.added
        ),
        *(
            ChangedElement(
                id=change.element_id,
                name=name(after, change.element_id),
                change="changed",
                aspects=[aspect.name for aspect in change.aspects],
            )
            for change in difference.changed
        ),
        *(
            ChangedElement(id=one, name=name(after, one), change="moved", aspects=[])
            for one in difference.moved
            if one not in told
        ),
    ]


async def put_in_force(call: Call[None, Reason]) -> VersionRow:
    """Start new instances by an earlier version again."""
    await call.question(_require)
    await call.submit(PutInForce(version_id=call.id("version_id"), reason=call.body.reason.strip()))
    return await call.question(_shown)


def _require(call: Call[Any, Any]) -> None:
    with call.desk.read() as reader:
        view, _ = call.desk.designs.load_version(reader, call.id("version_id"))
    require_touch(call, "process.deploy", view.process_key)


def _shown(call: Call[Any, Any]) -> VersionRow:
    with call.desk.read() as reader:
        view, _ = call.desk.designs.load_version(reader, call.id("version_id"))
        running = count_by_version(reader, [view.id])
    return VersionRow(
        id=id_text(view.id),
        version=view.version,
        version_tag=view.version_tag,
        deployed_at=view.deployed_at,
        deployed_by=person_by_id(view.deployed_by, call.desk.directory(), call.language),
        note=view.note,
        running_count=running.get(view.id, 0),
        is_current=view.is_current,
    )


HANDLERS: Final = {"readDifference": read_difference, "putVersionInForce": put_in_force}
