"""Functions as handlers of jobs: inputs by parameter name, typed by their annotations."""

import inspect
from collections.abc import Callable
from typing import Any, Final, get_type_hints

import msgspec

from dujiang_worker.errors import GiveUp
from dujiang_worker.jobs import Job

Function = Callable[..., Any]
_REQUIRED: Final = inspect.Parameter.empty


class Handler:
    """A function and the type of the jobs that it does. Call it to call the function."""

    def __init__(self, job_type: str, function: Function) -> None:
        self.job_type = job_type
        self._function = function
        hints = get_type_hints(function)
        parameters = inspect.signature(function).parameters.values()
        for one in parameters:
            if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD, one.POSITIONAL_ONLY):
                raise TypeError(f"{function.__name__}: name each input as a parameter of its own")
        self._parameters = [(one.name, hints.get(one.name, Any), one.default) for one in parameters]
        self._whole = self._takes_whole()

    def __call__(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function says
        """The function itself, for tests without a server."""
        return self._function(*given, **named)

    def do(self, job: Job) -> dict[str, Any]:
        """Do a job; its results. Raises what the function raises, `GiveUp` for unusable inputs."""
        return _results(self._function(**self._arguments(job)), self._function.__name__)

    def _takes_whole(self) -> str | None:
        """The one parameter that gets all inputs as a Struct, if the function has such a one."""
        named = [(name, kind) for name, kind, _ in self._parameters if kind is not Job]
        if len(named) == 1 and isinstance(named[0][1], type):
            return named[0][0] if issubclass(named[0][1], msgspec.Struct) else None
        return None

    def _arguments(self, job: Job) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, kind, default in self._parameters:
            if kind is Job:
                found[name] = job
            elif name == self._whole and name not in job.inputs:
                found[name] = _read(msgspec.json.encode(job.inputs), kind, "the inputs")
            elif name in job.inputs:
                found[name] = _read(bytes(job.inputs[name]), kind, f"input {name!r}")
            elif default is _REQUIRED:
                raise GiveUp(f"input {name!r} is missing; the model sends {sorted(job.inputs)}")
        return found


def worker(job_type: str) -> Callable[[Function], Handler]:
    """Make a function the handler of a job type.

    Its parameters are the job's inputs by name, read by their annotations (`Decimal`, `date`,
    `list[Line]`, any msgspec Struct...); one annotated `Job` gets the job itself. A single Struct
    gets all inputs at once. It returns a dict or a Struct with the results, or None.
    """
    return lambda function: Handler(job_type, function)


def _read(text: bytes, kind: Any, what: str) -> Any:  # noqa: ANN401 - of type `kind`
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        raise GiveUp(f"{what}: {error}") from error


def _results(returned: Any, name: str) -> dict[str, Any]:  # noqa: ANN401 - what a function returns
    match returned:
        case None:
            return {}
        case dict():
            return returned
        case msgspec.Struct():
            return msgspec.structs.asdict(returned)
        case _:
            raise GiveUp(f"{name} returned {type(returned).__name__}; return a dict or a Struct")
