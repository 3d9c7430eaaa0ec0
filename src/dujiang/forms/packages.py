"""Checking the forms of a package before it is deployed."""

from collections.abc import Iterator

import msgspec

from dujiang.bpmn import Process, walk
from dujiang.bpmn.extensions import Field as FieldAccess
from dujiang.bpmn.extensions import Form as FormOf
from dujiang.deployments import Package
from dujiang.forms.model import Form
from dujiang.forms.reader import read_form
from dujiang.kernel.errors import Problem


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
