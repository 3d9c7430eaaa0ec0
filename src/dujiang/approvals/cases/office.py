"""What the handlers of this room are given by `main`: directory, models, calendars, expressions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Protocol

from dujiang.approvals.cases.organisation import DirectoryView
from dujiang.approvals.rules.model import StepRules
from dujiang.approvals.rules.settings import read_rules
from dujiang.bpmn.extensions import Assignee, Recount, Revoke, Settings, Step
from dujiang.bpmn.extensions import Field as FieldAccess
from dujiang.bpmn.extensions import Form as FormOf
from dujiang.calendars import Calendar
from dujiang.feel import Environment, Expression, FeelSyntaxError, compile_expression
from dujiang.forms import AccessMap, Form, SealedFields, access_at
from dujiang.identity import Directory
from dujiang.ledgers import BelatedPostings
from dujiang.runtime import LogEntry, Refused, Work
from dujiang.store import Reader

MAX_RULES_KEPT: Final = 10_000
"""Steps whose settings stay read, over all versions."""
MAX_EXPRESSIONS_KEPT: Final = 2_000
USUAL_REVOKE: Final = Revoke(assignees=(Assignee(source="departmentHead", of="initiator"),))
"""What counts where a process may be revoked and says no more: the head of the department approves,
and everything that was posted goes back."""
CheckCode = Callable[[Work, int, str], Refused | None]
NO_FORM: Final = Form(id="", title={}, fields=(), rules=(), settling_order=(), schema={})


class Models(Protocol):
    """What is deployed, as far as people's work needs it."""

    def form(self, version_id: int, key: str) -> Form | None:
        """A form of a version; the empty key is the start form."""
        ...

    def decide(
        self, version_id: int, ref: str, context: Mapping[str, Any], env: Environment
    ) -> Any:  # noqa: ANN401 - a Value
        """What a decision of a version says."""
        ...


@dataclass(frozen=True, kw_only=True)
class Office:
    """The collaborators of all handlers of this room."""

    directory: Callable[[], Directory]
    models: Models
    environment: Callable[[Work], Environment]
    """What expressions may use: the present, look-ups in ledgers as the transaction sees them."""
    calendar: Callable[[str], Calendar]
    """A calendar by its key; the empty key is the company's office hours."""
    history: Callable[[Work, int], Iterable[LogEntry]]
    """The log of an instance, oldest first."""
    in_force: Callable[[str, Work], int]
    """The version of a process that starts now, by its key. Raises `NotFound`."""
    check_code: CheckCode
    """Uses a code of a person's authenticator up, or says why it does not count."""
    recounted: Callable[[], Sequence[str]]
    """Keys of the processes whose present version marks values that hang on calendars."""
    read: Callable[[], AbstractContextManager[Reader]]
    """Opens a reader, for finding out where there is something to do."""
    belated: BelatedPostings
    """Posts for an instance outside its steps."""
    sealed: SealedFields
    """Seals the sensitive fields of forms, and opens them for whoever may see them."""
    _rules: dict[tuple[int, str], StepRules] = field(default_factory=dict)

    def view(self) -> DirectoryView:
        """The organisation as it is now."""
        return DirectoryView(self.directory())

    def rules(self, version_id: int, node: Any) -> StepRules:  # noqa: ANN401 - an engine Node
        """The settings of a step; a user task without any is work for the process owner."""
        key = (version_id, node.id)
        known = self._rules.get(key)
        if known is None:
            if len(self._rules) >= MAX_RULES_KEPT:
                self._rules.clear()
            step = node.extensions.find(Step) or Step(kind="work")
            known = read_rules(node.id, node.name or node.id, step).rules
            self._rules[key] = known
        return known

    def form_of(self, version_id: int, node: Any) -> Form:  # noqa: ANN401 - an engine Node
        """The form that the step shows; an empty one where there is none."""
        named = node.extensions.find(FormOf)
        return self.models.form(version_id, named.key if named else "") or NO_FORM

    def access(self, form: Form, node: Any, rules: StepRules) -> AccessMap:  # noqa: ANN401 - an engine Node
        """Who may touch which field at the step."""
        stated = {one.key: one.access for one in node.extensions.all(FieldAccess)}
        return access_at(form, stated, is_start=rules.kind == "start")


def settings_of(program: Any) -> Settings:  # noqa: ANN401 - an engine Program
    """The process' own settings."""
    found: Settings | None = program.extensions.find(Settings)
    return found or Settings()


def revoke_of(program: Any) -> Revoke:  # noqa: ANN401 - an engine Program
    """What a process says about being revoked."""
    found: Revoke | None = program.extensions.find(Revoke)
    return found or USUAL_REVOKE


def marks_recounts(program: Any) -> bool:  # noqa: ANN401 - an engine Program
    """Whether some value of the process hangs on calendars."""
    return any(node.extensions.find(Recount) for node in program.nodes.values())


def start_step_of(program: Any) -> Any | None:  # noqa: ANN401 - an engine Program and Node
    """The user task that is the start form, if the process has one."""
    for node in program.nodes.values():
        step = node.extensions.find(Step)
        if step is not None and step.kind == "start":
            return node
    return None


@lru_cache(maxsize=MAX_EXPRESSIONS_KEPT)
def expression(text: str) -> Expression | None:
    """A compiled FEEL expression; None when it cannot be read (deployment has said so)."""
    try:
        return compile_expression(text)
    except FeelSyntaxError:
        return None


def evaluate(text: str, variables: Mapping[str, Any], environment: Environment) -> Any:  # noqa: ANN401 - a Value
    """The value of `=expression`, or the text itself; null where FEEL gives null."""
    if not text.startswith("="):
        return text
    compiled = expression(text[1:])
    return None if compiled is None else compiled.evaluate(variables, env=environment).value


def in_zone(at: datetime, environment: Environment) -> datetime:
    """The instant on the company's wall clock."""
    now = environment.now
    return at.astimezone(now.tzinfo) if now is not None else at
