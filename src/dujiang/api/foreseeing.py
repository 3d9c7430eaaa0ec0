"""What a repair would lead to, in sentences: removed, kept, paused, opened."""

from typing import Any, Final, Literal

from dujiang.api.desk import Call
from dujiang.api.schemas.operations import Foreseen
from dujiang.runtime import Effect

_KINDS: Final[dict[str, Literal["removed", "opened", "kept", "paused"]]] = {
    "removed": "removed",
    "task_withdrawn": "removed",
    "job_withdrawn": "removed",
    "call_ended": "removed",
    "timer_stopped": "removed",
    "wait_ended": "removed",
    "token_discarded": "removed",
    "cancelled": "removed",
    "kept": "kept",
    "stuck": "paused",
}
_IMPLIED: Final = {
    "task_withdrawn": "removed",
    "task_opened": "opened",
    "job_opened": "opened",
    "call_began": "opened",
}
"""What says more than the plain effect at the same element, and so takes its place."""


def foreseen(call: Call[Any, Any], version_id: int, effects: tuple[Effect, ...]) -> list[Foreseen]:
    """The effects as sentences, by what is taken away first."""
    replaced = {
        (plain, effect.element_id)
        for effect in effects
        if (plain := _IMPLIED.get(effect.kind)) is not None
    }
    return [
        Foreseen(
            kind=_KINDS.get(effect.kind, "opened"),
            element_id=effect.element_id,
            text=_sentence(call, version_id, effect),
        )
        for effect in effects
        if (effect.kind, effect.element_id) not in replaced
    ]


def _sentence(call: Call[Any, Any], version_id: int, effect: Effect) -> str:
    names = call.desk.names
    name = names.of(version_id, effect.element_id, call.language) if effect.element_id else ""
    text = call.say(f"api.effect.{effect.kind}", step=name)
    if effect.count > 1:
        return call.say("api.effect.times", text=text, count=effect.count)
    return text
