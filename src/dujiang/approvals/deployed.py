"""What is deployed, as this room asks for it: forms of a version, read once and kept."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

from dujiang.approvals.office import start_step_of
from dujiang.bpmn.extensions import Form as FormOf
from dujiang.deployments import Deployments
from dujiang.feel import Environment
from dujiang.forms import Form, read_form

MAX_FORMS_KEPT: Final = 1_000


class DeployedModels:
    """Forms and decisions of deployed versions. Thread-safe."""

    def __init__(self, deployments: Deployments) -> None:
        self._deployments = deployments
        self._forms: OrderedDict[tuple[int, str], Form | None] = OrderedDict()
        self._lock = Lock()

    def form(self, version_id: int, key: str) -> Form | None:
        """A form of a version; the empty key is the start form, else the only one there is."""
        with self._lock:
            if (version_id, key) in self._forms:
                self._forms.move_to_end((version_id, key))
                return self._forms[version_id, key]
        found = self._read(version_id, key)
        with self._lock:
            self._forms[version_id, key] = found
            while len(self._forms) > MAX_FORMS_KEPT:
                self._forms.popitem(last=False)
        return found

    def _read(self, version_id: int, key: str) -> Form | None:
        version = self._deployments.version(version_id)
        name = key or _start_form_key(version.program)
        if not name and len(version.forms) == 1:
            name = next(iter(version.forms))
        schema = version.forms.get(name)
        return read_form(schema).form if schema is not None else None

    def decide(
        self, version_id: int, ref: str, context: Mapping[str, Any], env: Environment
    ) -> Any:  # noqa: ANN401 - a Value
        """What a decision says, by its version in force at the present of `env`."""
        return self._deployments.decide(ref, context, env).value


def _start_form_key(program: Any) -> str:  # noqa: ANN401 - an engine Program
    node = start_step_of(program)
    named = node.extensions.find(FormOf) if node is not None else None
    return named.key if named is not None else ""
