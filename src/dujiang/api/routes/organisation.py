"""People and departments, for looking up and choosing."""

from typing import Final

from dujiang.api.desk import Call
from dujiang.api.rendering import local, person, person_by_id
from dujiang.api.schemas.business import Department, DepartmentList, PeopleQuery, PersonList
from dujiang.identity import DepartmentNode, department_tree
from dujiang.kernel.ids import id_from_text, id_text

MAX_IDS: Final = 200


def list_people(call: Call[PeopleQuery, None]) -> PersonList:
    """Search people, or fetch those with given ids."""
    asked, directory = call.query, call.desk.directory()
    ids = [id_from_text(text) for text in asked.ids.split(",")[:MAX_IDS]] if asked.ids else []
    known = [identifier for identifier in ids if identifier is not None]
    if asked.ids and not known:
        return PersonList(items=[])
    found = call.desk.identity.find_people(asked.q, ids=known, limit=asked.limit)
    if asked.department:
        department_id = id_from_text(asked.department)
        inside = directory.subtree(department_id) if department_id is not None else frozenset()
        found = [one for one in found if one.department_id in inside]
    return PersonList(items=[person(one, directory, call.language) for one in found])


def list_departments(call: Call[None, None]) -> DepartmentList:
    """The tree of open departments, parents before children."""
    items: list[Department] = []
    waiting = list(reversed(department_tree(call.desk.directory())))
    while waiting:
        node = waiting.pop()
        items.append(_department(call, node))
        waiting.extend(reversed(node.children))
    return DepartmentList(items=items)


def _department(call: Call[None, None], node: DepartmentNode) -> Department:
    directory, language = call.desk.directory(), call.language
    department = node.department
    return Department(
        id=id_text(department.id),
        name=local(department.name, department.name_en, language),
        code=department.code,
        parent_id=None if department.parent_id is None else id_text(department.parent_id),
        head=person_by_id(department.head_id, directory, language),
        deputy_head=person_by_id(department.deputy_head_id, directory, language),
        member_count=node.people_count,
    )


HANDLERS: Final = {"listPeople": list_people, "listDepartments": list_departments}
