"""Item definitions as FEEL types, with their constraints (DMN 1.5, 7.3.2 and 10.3.2.9)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dujiang.dmn.model import Definitions, ItemDefinition
from dujiang.dmn.xml_reading import Problems
from dujiang.feel import FeelSyntaxError, compile_unary_tests
from dujiang.feel.ast import Expr, Number, Text, UnaryTests
from dujiang.feel.types import (
    ANY,
    ContextOfType,
    FunctionOfType,
    ListOfType,
    Refined,
    Type,
    named_type,
)


class ItemTypes:
    """The named types of one model, those of its imports under the import's name."""

    def __init__(
        self, model: Definitions, imported: Mapping[str, "ItemTypes"], problems: Problems
    ) -> None:
        self._items = {item.name: item for item in model.item_definitions}
        self._problems = problems
        self._under_way: list[str] = []
        self.types: dict[str, Type] = {
            f"{prefix}.{name}" if prefix else name: type_
            for prefix, other in imported.items()
            for name, type_ in other.types.items()
        }
        for name in self._items:
            self._named(name)

    def of(self, type_ref: str | None, path: str = "") -> Type:
        """The type that a reference names; Any, and a problem at `path`, when there is none."""
        if type_ref is None:
            return ANY
        found = named_type(type_ref, self.types) or self._prefixed(type_ref)
        if found is None:
            self._problems.add("dmn.type.unknown", path, severity="warning", name=type_ref)
            return ANY
        return found

    def _prefixed(self, type_ref: str) -> Type | None:
        """DMN 1.1 wrote names of other models with an XML prefix: `other:tOrder`."""
        prefix, _, local = type_ref.rpartition(":")
        if not prefix:
            return None
        imported = [type_ for name, type_ in self.types.items() if name.endswith(f".{local}")]
        return named_type(local, self.types) or next(iter(imported), None)

    def property_names(self) -> Iterator[str]:
        """Names of all entries of all structures."""
        pending = list(self._items.values())
        while pending:
            item = pending.pop()
            for component in item.components:
                yield component.name
            pending.extend(item.components)

    def _named(self, name: str) -> Type:
        if name in self.types:
            return self.types[name]
        if name in self._under_way:
            self._problems.add("dmn.type.contains_itself", self._items[name].id, name=name)
            return ANY
        self._under_way.append(name)
        self.types[name] = self._type(self._items[name])
        self._under_way.pop()
        return self.types[name]

    def _reference(self, item: ItemDefinition) -> Type:
        if item.type_ref is None:
            return ANY
        if item.type_ref in self._items:
            return self._named(item.type_ref)
        return self.of(item.type_ref, item.id)

    def _type(self, item: ItemDefinition) -> Type:
        if item.function is not None:
            type_: Type = FunctionOfType(
                tuple(self._by_name(p.type_ref, item.id) for p in item.function.parameters),
                self._by_name(item.function.type_ref, item.id),
            )
        elif item.components:
            type_ = ContextOfType(tuple((c.name, self._type(c)) for c in item.components))
        else:
            type_ = self._reference(item)
        type_ = self._constrained(item, type_, item.allowed_values)
        if item.is_collection:
            type_ = ListOfType(type_)
        return self._constrained(item, type_, item.type_constraint)

    def _by_name(self, type_ref: str | None, path: str) -> Type:
        if type_ref in self._items:
            return self._named(type_ref)
        return self.of(type_ref, path)

    def _constrained(self, item: ItemDefinition, type_: Type, text: str | None) -> Type:
        if text is None:
            return type_
        try:
            tests = compile_unary_tests(text)
        except FeelSyntaxError as error:
            self._problems.add(error.code, item.id, **error.params)
            return type_
        return Refined(item.name, type_, _passes(tests.evaluate), _listed(tests.tree))


def _listed(tree: Expr) -> tuple[Any, ...]:
    """The values of a plain enumeration such as `"A", "B"`; nothing for other tests."""
    if not isinstance(tree, UnaryTests) or tree.negated:
        return ()
    values = [test.value for test in tree.tests if isinstance(test, Text | Number)]
    return tuple(values) if len(values) == len(tree.tests) else ()


def _passes(evaluate: Callable[[Mapping[str, Any]], Any]) -> Callable[[Any], bool]:
    return lambda value: evaluate({"?": value}).value is True
