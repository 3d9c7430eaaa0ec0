"""Letting many instances go on by another version: the mapping, what it means, doing it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from dujiang.api.desk import Call, required_id
from dujiang.api.foreseeing import foreseen
from dujiang.api.owning import require_touch
from dujiang.api.problems import field_problem
from dujiang.api.rendering import local
from dujiang.api.schemas.common import FieldProblem, Named
from dujiang.api.schemas.operations import (
    BulkBegun,
    BulkRequest,
    MappedElement,
    MigrationPlan,
    MigrationRequest,
    MigrationTarget,
    PlannedInstance,
)
from dujiang.deployments import Version
from dujiang.engine import Pair, Program, Rejected, plan_migration, propose_mapping, renamed
from dujiang.engine import commands as engine
from dujiang.kernel.errors import InvalidInput, NotFound, Problem
from dujiang.kernel.ids import id_text
from dujiang.runtime import (
    InstanceRow,
    OperateMany,
    find_incident,
    find_instance,
    foresee,
    load_instance_state,
)
from dujiang.store import Reader

SHOWN: Final = 50
"""Instances whose plan is told one by one; of the others only whether they can go."""
TOLD: Final = ("timer_started", "timer_stopped", "wait_began", "wait_ended", "stuck")
"""What a migration changes besides the version: events that only one of them has."""
JUDGED: Final = 500
"""Instances that are judged before; each of the rest is judged when it is its turn."""


def plan(call: Call[None, MigrationRequest]) -> MigrationPlan:
    """Propose or judge a mapping."""
    body, desk = call.body, call.desk
    old = desk.deployments.version(required_id(body.from_version_id))
    new = desk.deployments.version(required_id(body.to_version_id))
    if old.process_key != new.process_key or old.id == new.id:
        raise InvalidInput("api.migration.not_two_versions")
    require_touch(call, "instance.operate", old.process_key)
    proposed = propose_mapping(old.program, new.program)
    mapping = renamed(proposed) if body.mapping is None else _named(body.mapping, old.program)
    with desk.read() as reader:
        judged = [
            _judge(call, reader, instance, old, new, mapping)
            for instance in _instances(reader, body.instance_ids[:JUDGED], old)
        ]
    process = desk.deployments.processes().get(old.process_key)
    blocked = [one for one in judged if any(p.severity == "error" for p in one.problems)]
    return MigrationPlan(
        process=Named(
            id=old.process_key,
            name=local(process.name, process.name_en, call.language) if process else "",
        ),
        from_version=old.version,
        to_version=new.version,
        from_xml=old.package.xml.decode(),
        to_xml=new.package.xml.decode(),
        mapping=mapping,
        elements=_elements(call, old, new, proposed, mapping, judged),
        targets=[
            MigrationTarget(id=node.id, name=_name(call, new, node.id), kind=node.kind)
            for node in new.program.nodes.values()
        ],
        instances=judged[:SHOWN],
        ready=len(judged) - len(blocked),
        blocked=len(blocked),
    )


def _named(mapping: Mapping[str, str], program: Program) -> dict[str, str]:
    """What is called differently, of what there is."""
    return {
        before: after
        for before, after in mapping.items()
        if after and before != after and (before in program.nodes or before in program.flows)
    }


def _instances(reader: Reader, ids: Iterable[str], version: Version) -> Iterable[InstanceRow]:
    for text in ids:
        row = find_instance(reader, required_id(text))
        if row is not None and row.version_id == version.id:
            yield row


def _judge(
    call: Call[Any, Any],
    reader: Reader,
    row: InstanceRow,
    old: Version,
    new: Version,
    mapping: dict[str, str],
) -> PlannedInstance:
    state = load_instance_state(reader, row)
    problems: tuple[Problem, ...] = plan_migration(old.program, new.program, state, mapping)
    effects = foresee(
        new.program,
        state,
        engine.Migrate(at=call.at, process_id=row.process_key, mapping=mapping),
    )
    if isinstance(effects, Rejected):
        known = effects.problems or (Problem(code=effects.code, params=effects.params),)
        problems = (*problems, *(one for one in known if one not in problems))
        effects = ()
    told = tuple(effect for effect in effects if effect.kind in TOLD)
    return PlannedInstance(
        id=id_text(row.id),
        number=row.number,
        title=row.title,
        standing=[
            Named(id=element, name=_name(call, old, element))
            for element in dict.fromkeys(state.active().values())
        ],
        effects=foreseen(call, new.id, told),
        problems=[_problem(call, one) for one in problems],
    )


def _elements(
    call: Call[Any, Any],
    old: Version,
    new: Version,
    proposed: tuple[Pair, ...],
    mapping: dict[str, str],
    judged: list[PlannedInstance],
) -> list[MappedElement]:
    standing = Counter(named.id for one in judged for named in one.standing)
    found: dict[str, dict[tuple[str, str], FieldProblem]] = {}
    for one in judged:
        for problem in one.problems:
            found.setdefault(problem.path, {})[(problem.code, problem.detail)] = problem
    by = {pair.before: pair for pair in proposed}
    rows = []
    for node in old.program.nodes.values():
        after = mapping.get(node.id, node.id)
        is_there = after in new.program.nodes
        pair = by.get(node.id)
        how = pair.found_by if pair is not None and pair.after == after else "hand"
        rows.append(
            MappedElement(
                before=Named(id=node.id, name=_name(call, old, node.id)),
                kind=node.kind,
                after=Named(id=after, name=_name(call, new, after)) if is_there else None,
                found_by=how if is_there else "",
                standing=standing[node.id],
                problems=list(found.get(node.id, {}).values()),
            )
        )
    return rows


def _name(call: Call[Any, Any], version: Version, element_id: str) -> str:
    return call.desk.names.of(version.id, element_id, call.language)


def _problem(call: Call[Any, Any], problem: Problem) -> FieldProblem:
    return field_problem(problem, words=call.desk.words, language=call.language)


async def operate_many(call: Call[None, BulkRequest]) -> BulkBegun:
    """The same repair for many, in the background."""
    body = call.body
    if not body.reason.strip():
        raise InvalidInput("api.operation.no_reason")
    await call.question(_require_all)
    answer = await call.submit(
        OperateMany(
            action=body.action,
            ids=tuple(required_id(text) for text in body.ids),
            reason=body.reason.strip(),
            language=call.language,
            version_id=required_id(body.version_id) if body.version_id else 0,
            mapping=body.mapping,
        )
    )
    return BulkBegun(errand_id=id_text(answer["errand_id"]))


def _require_all(call: Call[None, BulkRequest]) -> None:
    """Every one of them must belong to a process that the caller operates."""
    with call.desk.read() as reader:
        keys = {_process_key(call, reader, required_id(text)) for text in call.body.ids}
    permission = "incident.repair" if call.body.action == "retry" else "instance.operate"
    for key in keys:
        require_touch(call, permission, key)


def _process_key(call: Call[None, BulkRequest], reader: Reader, identifier: int) -> str:
    if call.body.action == "retry":
        view = find_incident(reader, identifier)
        if view is None:
            raise NotFound("runtime.incident.not_found")
        return view.process_key
    row = find_instance(reader, identifier)
    if row is None:
        raise NotFound("runtime.instance.not_found")
    return row.process_key


HANDLERS: Final = {"planMigration": plan, "operateMany": operate_many}
