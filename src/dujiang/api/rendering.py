"""How people, departments and the like are shown; the same in every document."""

from collections.abc import Mapping
from typing import Any, Final

from dujiang.api.schemas.common import Named, Person
from dujiang.bpmn.extensions import Settings
from dujiang.bpmn.model import walk
from dujiang.deployments import Deployments, ProcessRow
from dujiang.identity import Department, Directory
from dujiang.identity import Person as Somebody
from dujiang.kernel.ids import id_text
from dujiang.kernel.words import Language

MAX_NAMED_VERSIONS: Final = 1_000


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
        position=position_name(found, directory, language),
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


def position_name(found: Somebody, directory: Directory, language: Language) -> str | None:
    """What somebody's post is called."""
    position = directory.position(found.position)
    if position is None:
        return found.position or None
    return local(position.name, position.name_en, language)


def company_name(set_name: str, directory: Directory, language: Language) -> str:
    """Whose installation this is: as the settings say, else as the organisation says."""
    company = directory.company
    if set_name or company is None:
        return set_name
    return local(company.name, company.name_en, language)


def category_name(deployments: Deployments, process: ProcessRow, language: Language) -> str:
    """The heading under which a process stands, as its version in force calls it."""
    if not process.version_id or not process.category:
        return process.category
    settings = deployments.version(process.version_id).program.extensions.find(Settings)
    return local(process.category, settings.categoryEn if settings else "", language)


def named_department(
    department_id: int | None, directory: Directory, language: Language
) -> Named | None:
    """A department by id and name."""
    department = directory.department(department_id)
    name = department_name(department, language)
    if department is None or name is None:
        return None
    return Named(id=id_text(department.id), name=name)


class Names:
    """Names of the elements of deployed models, kept by version: a version never changes."""

    def __init__(self, deployments: Deployments) -> None:
        self._deployments = deployments
        self._kept: dict[int, dict[str, tuple[str, str]]] = {}

    def of(self, version_id: int, element_id: str, language: Language) -> str:
        """The name of an element in the reader's language; its id where it has none."""
        known = self._kept.get(version_id)
        if known is None:
            if len(self._kept) >= MAX_NAMED_VERSIONS:
                self._kept.clear()
            process = self._deployments.version(version_id).process
            known = {node.id: (node.name, node.name_en) for node, _ in walk(process.body)}
            self._kept[version_id] = known
        name, name_en = known.get(element_id, ("", ""))
        return local(name, name_en, language) or element_id

    def in_words(
        self, version_id: int, params: Mapping[str, Any], language: Language
    ) -> dict[str, Any]:
        """Values of a sentence; steps, named as the model does, get the reader's names."""
        if language == "zh-CN":
            return dict(params)
        self.of(version_id, "", language)
        english = {name: name_en for name, name_en in self._kept[version_id].values() if name_en}
        return {
            key: _english(value, english) if key in _STEPS else value
            for key, value in params.items()
        }


_STEPS: Final = frozenset({"step", "steps", "to_step", "element"})


def _english(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - a text or texts
    if isinstance(value, str):
        return names.get(value, value)
    return [names.get(str(one), one) for one in value] if isinstance(value, list | tuple) else value
