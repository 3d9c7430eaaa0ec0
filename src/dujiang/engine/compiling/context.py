"""What every compiling function needs: the file, the tables to look things up in, the problems."""

from collections.abc import Iterable, Mapping
from typing import Any

from dujiang.bpmn.extensions import Extensions, Message
from dujiang.bpmn.model import Container, Definitions, Expression, Process
from dujiang.calendars import Calendar
from dujiang.engine.expressions import Expr, compile_text
from dujiang.engine.program import Decision
from dujiang.kernel.errors import Problem, Severity

FEEL_LANGUAGES = ("", "feel", "text/feel", "application/feel")


class Compiling:
    """One compilation under way."""

    def __init__(
        self,
        definitions: Definitions,
        process: Process,
        *,
        decisions: Mapping[str, Decision],
        functions: Mapping[str, Any],
        calendars: Mapping[str, Calendar],
    ) -> None:
        self.definitions = definitions
        self.process = process
        self.decisions = decisions
        self.functions = functions
        self.calendars = calendars
        self.problems: list[Problem] = []
        self._known: dict[tuple[str, bool], Expr] = {}
        """Texts that were compiled already: models repeat themselves."""
        self.used_data: set[str] = set()
        """Names of data objects that associations read or write."""

    def report(self, code: str, path: str, *, severity: Severity = "error", **params: str) -> None:
        """Something is wrong with an element."""
        self.problems.append(Problem(code=code, path=path, params=params, severity=severity))

    def feel(self, expression: Expression | None, path: str) -> Expr | None:
        """An expression where only FEEL makes sense; None without one, or when it is wrong."""
        if expression is None or not expression.text:
            return None
        language = expression.language.lower()
        if language and "feel" not in language and "/spec/dmn/" not in language:
            self.report("engine.expression.language", path, language=expression.language)
            return None
        return self._compiled(expression.text, path, is_feel=True)

    def text(self, text: str, path: str) -> Expr | None:
        """An attribute: FEEL with a leading `=`, literal without; None when empty."""
        return self._compiled(text, path, is_feel=False) if text else None

    def must(self, text: str, path: str) -> Expr | None:
        """An attribute that is FEEL with or without `=`."""
        return self._compiled(text, path, is_feel=True) if text else None

    def _compiled(self, text: str, path: str, *, is_feel: bool) -> Expr | None:
        known = self._known.get((text, is_feel))
        if known is not None:
            return known
        found = compile_text(text, path, self.problems, is_feel=is_feel)
        if found is not None:
            self._known[text, is_feel] = found
        return found

    # --- messages

    def message_name(self, message_ref: str, operation_ref: str, path: str) -> str:
        """Name of the message that an element throws or waits for."""
        if not message_ref and operation_ref:
            message_ref = self.definitions.operations.get(operation_ref, "")
        message = self.definitions.messages.get(message_ref)
        if message is None:
            self.report("engine.message.missing", path)
            return ""
        return message.name or message.id

    def message_id(self, message_ref: str, operation_ref: str) -> str:
        """Id of that message."""
        return message_ref or self.definitions.operations.get(operation_ref, "")

    def message_settings(self, message_id: str, own: Extensions) -> Message | None:
        """Our settings of a message: of the element itself, else of the message."""
        mine = own.find(Message)
        message = self.definitions.messages.get(message_id)
        return mine or (message.extensions.find(Message) if message is not None else None)

    def thrown_keys(self, message_id: str, path: str) -> tuple[Expr, ...]:
        """Correlation of a thrown message by the standard's correlation properties."""
        properties = self.definitions.correlation_properties
        for key in self.definitions.correlation_keys.values():
            found = [properties[ref].paths.get(message_id) for ref in key.property_refs
                     if ref in properties]  # fmt: skip
            if found and all(path is not None for path in found):
                return self._all(found, path)
        return ()

    def awaited_keys(self, message_id: str, path: str) -> tuple[Expr, ...]:
        """Correlation of an awaited message by the process's correlation subscription."""
        properties = self.definitions.correlation_properties
        by_property = {b.property_ref: b.data_path for b in self.process.correlations}
        for key in self.definitions.correlation_keys.values():
            refs = [ref for ref in key.property_refs if ref in properties]
            if refs and all(message_id in properties[ref].paths for ref in refs):
                paths = [by_property.get(ref) for ref in refs]
                if all(found is not None for found in paths):
                    return self._all(paths, path)
        return ()

    def _all(self, expressions: Iterable[Expression | None], path: str) -> tuple[Expr, ...]:
        found = (self.feel(expression, path) for expression in expressions)
        return tuple(expr for expr in found if expr is not None)

    # --- data

    def data_name(self, container: Container, reference: str) -> str:
        """Variable behind a data object, a reference to one, or a property; empty if none."""
        for scope in (container, self.process.body):
            for item in (*scope.data, *scope.properties):
                if item.id == reference:
                    if item.refers_to and item.refers_to != reference:
                        found = self.data_name(container, item.refers_to)
                        if found:
                            return found
                    return item.name or item.id
        return ""
