"""Context functions (10.3.4.11). Contexts are values: every function gives a new one."""

from typing import Any, Final

from dujiang.feel.builtins.signature import Builtin, Signature, builtin
from dujiang.feel.comparison import kind_of
from dujiang.feel.errors import Fault


def _get_value(m: dict[str, Any], key: str) -> Any:  # noqa: ANN401 - a Value
    if key not in m:
        raise Fault("feel.path.no_entry", name=key)
    return m[key]


def _get_entries(m: dict[str, Any]) -> list[Any]:
    return [{"key": key, "value": value} for key, value in m.items()]


def _context(entries: list[Any]) -> dict[str, Any]:
    context: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not entry.keys() >= {"key", "value"}:
            raise Fault("feel.context.not_an_entry", found=kind_of(entry))
        key = entry["key"]
        if not isinstance(key, str):
            raise Fault("feel.context.not_an_entry", found=kind_of(key))
        if key in context:
            raise Fault("feel.context.key_twice", key=key)
        context[key] = entry["value"]
    return context


def _put(context: dict[str, Any], key: str, value: object) -> dict[str, Any]:
    return {**context, key: value}


def _put_deep(context: dict[str, Any], keys: list[Any], value: object) -> dict[str, Any]:
    if not keys or not isinstance(keys[0], str):
        raise Fault("feel.context.bad_keys")
    first, rest = keys[0], keys[1:]
    if not rest:
        return _put(context, first, value)
    inner = context.get(first)
    if not isinstance(inner, dict):
        raise Fault("feel.path.no_entry", name=first)
    return _put(context, first, _put_deep(inner, rest, value))


def _merge(contexts: list[Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise Fault("feel.context.not_a_context", found=kind_of(context))
        merged.update(context)
    return merged


CONTEXTS: Final[tuple[Builtin, ...]] = (
    builtin("get value", "m: context, key: string", _get_value),
    builtin("get entries", "m: context", _get_entries),
    builtin("context", "entries: list", _context),
    Builtin(
        "context put",
        Signature("context: context, key: string, value: any", _put),
        Signature("context: context, keys: list, value: any", _put_deep),
    ),
    builtin("context merge", "contexts: list", _merge),
)
