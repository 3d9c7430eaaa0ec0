"""Compiling input and output mappings: our own, and the standard's data associations."""

from collections.abc import Mapping
from typing import Any

from dujiang.bpmn.extensions import Extensions, Input, Output
from dujiang.bpmn.model import Container, DataAssociation, DataItem
from dujiang.engine.compiling.context import Compiling
from dujiang.engine.expressions import Expr
from dujiang.engine.program import Mapping_
from dujiang.feel import Environment


class Named:
    """The value of a variable, by its whole name."""

    __slots__ = ("text",)

    def __init__(self, name: str) -> None:
        self.text = name

    def value(self, context: Mapping[str, Any], env: Environment) -> Any:  # noqa: ANN401
        """The variable's value; null without one."""
        return context.get(self.text)

    checked = value
    faultless = value


class Constant:
    """A value that is known already."""

    __slots__ = ("_value", "text")

    def __init__(self, text: str, *, value: Any) -> None:  # noqa: ANN401 - a Value
        self.text = text
        self._value = value

    def value(self, context: Mapping[str, Any], env: Environment) -> Any:  # noqa: ANN401
        """The value."""
        return self._value

    checked = value
    faultless = value


def own_inputs(compiling: Compiling, extensions: Extensions, path: str) -> list[Mapping_]:
    """Mappings written as `dj:input`."""
    found = []
    for item in extensions.all(Input):
        source = compiling.text(item.source, path)
        if source is not None:
            found.append(Mapping_(target=item.target, source=source))
    return found


def own_outputs(compiling: Compiling, extensions: Extensions, path: str) -> list[Mapping_]:
    """Mappings written as `dj:output`."""
    found = []
    for item in extensions.all(Output):
        source = compiling.text(item.source, path)
        if source is not None:
            found.append(Mapping_(target=item.target, source=source))
    return found


def associated_inputs(
    compiling: Compiling,
    container: Container,
    associations: tuple[DataAssociation, ...],
    items: tuple[DataItem, ...],
    path: str,
) -> list[Mapping_]:
    """Data input associations: data objects become local variables named as the data inputs."""
    names = {item.id: item.name or item.id for item in items}
    found: list[Mapping_] = []
    for association in associations:
        target = names.get(association.target, "")
        found.extend(_assignments(compiling, association, path))
        if not target or association.assignments:
            continue
        source = _source(compiling, container, association, path)
        if source is not None:
            found.append(Mapping_(target=target, source=source, optional=True))
    return found


def associated_outputs(
    compiling: Compiling,
    container: Container,
    associations: tuple[DataAssociation, ...],
    items: tuple[DataItem, ...],
    path: str,
) -> list[Mapping_]:
    """Data output associations: local variables named as the data outputs go to data objects.

    What the activity did not produce leaves the data object as it is.
    """
    names = {item.id: item.name or item.id for item in items}
    found: list[Mapping_] = []
    for association in associations:
        target = compiling.data_name(container, association.target)
        found.extend(_assignments(compiling, association, path))
        if not target or association.assignments:
            continue
        compiling.used_data.add(target)
        source: Expr | None = None
        if association.transformation is not None:
            source = compiling.feel(association.transformation, path)
        elif association.sources:
            source = Named(names.get(association.sources[0], association.sources[0]))
        if source is not None:
            found.append(Mapping_(target=target, source=source, optional=True))
    return found


def _source(
    compiling: Compiling, container: Container, association: DataAssociation, path: str
) -> Expr | None:
    if association.transformation is not None:
        return compiling.feel(association.transformation, path)
    if not association.sources:
        return None
    name = compiling.data_name(container, association.sources[0])
    if not name:
        return None
    compiling.used_data.add(name)
    return Named(name)


def _assignments(compiling: Compiling, association: DataAssociation, path: str) -> list[Mapping_]:
    found = []
    for assignment in association.assignments:
        source = compiling.feel(assignment.source, path)
        target = assignment.to.text.strip().lstrip("=").strip()
        if source is not None and target:
            found.append(Mapping_(target=target, source=source))
    return found
