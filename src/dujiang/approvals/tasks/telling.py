"""Notices that a model sends by itself: `dj:notice` at a step or event that ends.

They are told in the transaction of the step, never block it, and reach people the way they have
chosen (in the product, by mail).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dujiang.approvals import commands as c
from dujiang.approvals.cases.office import Office, evaluate
from dujiang.bpmn.extensions import Notice
from dujiang.feel import Environment
from dujiang.notify import Tell
from dujiang.runtime import Handled, Outcome, Work

MAX_NOTICES = 1_000
"""Notices of one step."""


class Telling:
    """Handler of the notices of a step."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def send(self, command: c.SendNotices, work: Work) -> Outcome:
        """Tell everybody whom the step's notices name; people who are not there are passed over."""
        instance = work.instance(command.instance_id)
        node = work.program(instance).nodes[command.element_id]
        variables = work.variables_at(instance, command.element_key)
        environment = self._office.environment(work)
        told = self.tell(node.extensions.all(Notice), variables, environment, instance.id)
        return Handled(follow_ups=told, instance_id=instance.id)

    def tell(
        self,
        notices: Sequence[Notice],
        variables: Mapping[str, Any],
        environment: Environment,
        instance_id: int,
    ) -> tuple[Tell, ...]:
        """The commands that tell people what the notices say."""
        told = [
            tell
            for notice in notices
            for scope in _scopes(notice, variables, environment)
            for tell in self._tell(notice, scope, environment, instance_id)
        ]
        return tuple(told[:MAX_NOTICES])

    def _tell(
        self, notice: Notice, scope: Mapping[str, Any], environment: Environment, instance_id: int
    ) -> Iterable[Tell]:
        if notice.when and evaluate(notice.when, scope, environment) is not True:
            return
        stated = evaluate(notice.to, scope, environment) if notice.to else scope.get("initiator")
        people = tuple(self._people(stated))
        text, text_en = (
            str(evaluate(one, scope, environment) or "") if one else ""
            for one in (notice.text, notice.textEn)
        )
        if people and text:
            params = {"text_words": {"zh-CN": text, "en-US": text_en or text}}
            yield Tell(
                people=people, code="notify.notice.said", params=params, instance_id=instance_id
            )

    def _people(self, stated: Any) -> Iterable[int]:  # noqa: ANN401 - a Value
        view = self._office.view()
        for one in stated if isinstance(stated, list) else [stated]:
            found = one.get("id") if isinstance(one, dict) else one
            person = view.person_of(found) if isinstance(found, str) else None
            if person is not None and view.is_active(person):
                yield person


def _scopes(
    notice: Notice, variables: Mapping[str, Any], environment: Environment
) -> Iterable[Mapping[str, Any]]:
    if not notice.forEach:
        yield variables
        return
    found = evaluate(notice.forEach, variables, environment)
    for item in found if isinstance(found, list) else []:
        yield {**variables, notice.as_ or "item": item}
