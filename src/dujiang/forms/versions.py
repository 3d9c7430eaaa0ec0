"""The forms of deployed versions, read once each and kept."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any, Final

import msgspec

from dujiang.bpmn import Process, walk
from dujiang.bpmn.extensions import Field as FieldAccess
from dujiang.bpmn.extensions import Form as FormOf
from dujiang.bpmn.extensions import Step
from dujiang.deployments import Deployments, Package, Version
from dujiang.feel import Environment
from dujiang.forms.model import Form
from dujiang.forms.reader import read_form
from dujiang.kernel.errors import Problem

MAX_FORMS_KEPT: Final = 2_000


class FormsOfVersions:
    """Forms and decisions of versions, as people's work asks for them. Thread-safe."""

    def __init__(self, deployments: Deployments) -> None:
        self._deployments = deployments
        self._lock = Lock()
        self._kept: OrderedDict[tuple[int, str], Form | None] = OrderedDict()

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

    def decide(
        self, version_id: int, ref: str, context: Mapping[str, Any], env: Environment
    ) -> Any:  # noqa: ANN401 - a Value
        """What a decision says, by the version in force at the present of `env`."""
        return self._deployments.decide(ref, context, env).value


def start_form_key(version: Version) -> str:
    """Key of the form that the start step shows; the only form where none is named."""
    for node, _level in walk(version.process.body):
        step, form = node.extensions.find(Step), node.extensions.find(FormOf)
        if step is not None and step.kind == "start" and form is not None:
            return form.key
    return next(iter(version.forms), "") if len(version.forms) == 1 else ""


def check_forms(package: Package, process: Process) -> Iterator[Problem]:
    """What is wrong with a package's forms; `main` gives it to `deployments` as a check."""
    forms: dict[str, Form] = {}
    for key, schema in package.forms.items():
        read = read_form(schema)
        for problem in read.problems:
            yield msgspec.structs.replace(problem, path=f"form:{key}{problem.path}")
        if read.form is not None:
            forms[key] = read.form
    only = next(iter(package.forms)) if len(package.forms) == 1 else ""
    for node, _level in walk(process.body):
        named = node.extensions.find(FormOf)
        key = named.key if named is not None and named.key else only
        if named is not None and named.key and named.key not in package.forms:
            params = {"form": named.key}
            yield Problem(code="forms.form.not_in_package", path=node.id, params=params)
        form = forms.get(key)
        if form is None:
            continue
        known = set(form.keys())
        for field in node.extensions.all(FieldAccess):
            if field.key not in known:
                params = {"field": field.key, "form": key}
                yield Problem(code="forms.field.not_in_form", path=node.id, params=params)
