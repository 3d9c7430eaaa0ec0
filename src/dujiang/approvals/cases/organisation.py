"""The organisation as the rules of this room ask for it: a thin view over identity's directory."""

from dujiang.identity import Directory
from dujiang.kernel.ids import id_from_text


class DirectoryView:
    """Answers the rules' questions from one directory. Ids of people and departments are int8."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def is_active(self, person_id: int | None) -> bool:
        """Whether the person works here."""
        return self.directory.is_active(person_id)

    def department_of(self, person_id: int | None) -> int | None:
        """The person's own department."""
        person = self.directory.person(person_id)
        return person.department_id if person else None

    def head(self, department_id: int | None) -> int | None:
        """The head of this very department."""
        return self.directory.head(department_id)

    def deputy_head(self, department_id: int | None) -> int | None:
        """The deputy head of this very department."""
        return self.directory.deputy_head(department_id)

    def heads_up(self, department_id: int | None, *, without: int | None = None) -> tuple[int, ...]:
        """Heads from the department to the top."""
        return self.directory.heads_up(department_id, without=without)

    def line_ids(self, department_id: int | None) -> tuple[int, ...]:
        """The department and those above it, the top last."""
        return tuple(department.id for department in self.directory.line(department_id))

    def superiors(self, person_id: int) -> tuple[int, ...]:
        """The person's superiors, the nearest first: named ones, else heads up the line."""
        found: dict[int, None] = {}
        above = self.directory.superior(person_id)
        while above is not None and above not in found and above != person_id:
            found[above] = None
            above = self.directory.superior(above)
        return tuple(found)

    def members(self, group: str) -> tuple[int, ...]:
        """Active people of `role:`, `position:` or `group:KEY`, by employee number."""
        kind, _, key = group.partition(":")
        match kind:
            case "role":
                return self.directory.holders(key)
            case "position":
                return self.directory.holders_of_position(key)
            case "group":
                return self.directory.members_of_group(key)
            case _:
                return ()

    def groups_of(self, person_id: int) -> tuple[str, ...]:
        """Every `role:`, `position:` and `group:` that the person is in."""
        person = self.directory.person(person_id)
        if person is None or not person.is_active:
            return ()
        roles = [f"role:{role}" for role in self.directory.roles_of(person_id)]
        positions = [f"position:{p}" for p in self.directory.positions_of(person_id)]
        groups = [f"group:{group}" for group in self.directory.groups_of(person_id)]
        return (*roles, *positions, *groups)

    def person_of(self, text: str) -> int | None:
        """The person behind an id's text, a login or an employee number."""
        identifier = id_from_text(text)
        by_id = self.directory.person(identifier) if identifier is not None else None
        found = by_id or self.directory.person_by_login(text) or self.directory.person_by_no(text)
        return found.id if found else None

    def department_of_code(self, text: str) -> int | None:
        """The department behind an id's text or a code."""
        identifier = id_from_text(text)
        by_id = self.directory.department(identifier) if identifier is not None else None
        found = by_id or self.directory.department_by_code(text)
        return found.id if found else None
