"""How people, departments and the like are shown; the same in every document."""

from dujiang.api.schemas.common import Named, Person
from dujiang.identity import Department, Directory
from dujiang.identity import Person as Somebody
from dujiang.kernel.ids import id_text
from dujiang.kernel.words import Language


def local(name: str, name_en: str, language: Language) -> str:
    """The name in the reader's language; the Chinese one where there is no other."""
    return name_en if language == "en-US" and name_en else name


def person(found: Somebody, directory: Directory, language: Language) -> Person:
    """A person as lists show them."""
    department = directory.department(found.department_id)
    return Person(
        id=id_text(found.id),
        name=local(found.name, found.name_en, language),
        department=department_name(department, language),
        position=found.position or None,
        is_active=found.is_active,
    )


def person_by_id(person_id: int | None, directory: Directory, language: Language) -> Person | None:
    """The person with this id, or None for nobody and the unknown."""
    found = directory.person(person_id)
    return None if found is None else person(found, directory, language)


def department_name(department: Department | None, language: Language) -> str | None:
    """The name of a department."""
    if department is None:
        return None
    return local(department.name, department.name_en, language)


def named_department(
    department_id: int | None, directory: Directory, language: Language
) -> Named | None:
    """A department by id and name."""
    department = directory.department(department_id)
    name = department_name(department, language)
    if department is None or name is None:
        return None
    return Named(id=id_text(department.id), name=name)
