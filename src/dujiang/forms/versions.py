"""The forms of deployed versions, read once each and kept."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any, Final

from dujiang.bpmn import walk
from dujiang.bpmn.extensions import Form as FormOf
from dujiang.bpmn.extensions import Step
from dujiang.deployments import Deployments, Version
from dujiang.feel import Environment
from dujiang.forms.model import Field, Form
from dujiang.forms.reader import read_form

MAX_FORMS_KEPT: Final = 2_000


class FormsOfVersions:
    """Forms and decisions of versions, as people's work asks for them. Thread-safe."""

    def __init__(self, deployments: Deployments) -> None:
        self._deployments = deployments
        self._lock = Lock()
        self._kept: OrderedDict[tuple[int, str], Form | None] = OrderedDict()
        self._sensitive: dict[int, Mapping[str, Field]] = {}

    def form(self, version_id: int, key: str) -> Form | None:
        """A form of a version; the empty key is the start form. None where there is none."""
        with self._lock:
            if (version_id, key) in self._kept:
                self._kept.move_to_end((version_id, key))
                return self._kept[(version_id, key)]
        version = self._deployments.version(version_id)
        schema = version.forms.get(key or start_form_key(version))
        form = None if schema is None else read_form(schema).form
        with self._lock:
            self._kept[(version_id, key)] = form
            while len(self._kept) > MAX_FORMS_KEPT:
                self._kept.popitem(last=False)
        return form

    def sensitive_fields(self, version_id: int) -> Mapping[str, Field]:
        """Fields that a form of the version marks, and tables with marked columns, by key."""
        known = self._sensitive.get(version_id)
        if known is None:
            known = dict(self._find_sensitive(version_id))
            if len(self._sensitive) >= MAX_FORMS_KEPT:
                self._sensitive.clear()
            self._sensitive[version_id] = known
        return known

    def _find_sensitive(self, version_id: int) -> Iterator[tuple[str, Field]]:
        for key in self._deployments.version(version_id).forms:
            form = self.form(version_id, key)
            if form is not None:
                yield from form.sensitive.items()

    def decide(
        self, version_id: int, ref: str, context: Mapping[str, Any], env: Environment
    ) -> Any:  # noqa: ANN401 - a Value
        """What a decision says, by the version in force at the present of `env`."""
        return self._deployments.rules.decide(ref, context, env).value


def start_form_key(version: Version) -> str:
    """Key of the form that the start step shows; the only form where none is named."""
    for node, _level in walk(version.process.body):
        step, form = node.extensions.find(Step), node.extensions.find(FormOf)
        if step is not None and step.kind == "start" and form is not None:
            return form.key
    return next(iter(version.forms), "") if len(version.forms) == 1 else ""
