"""Values as other systems read them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from dujiang.kernel.sealed import Sealed
from dujiang.kernel.values import Months

OpenSealed: TypeAlias = Callable[[Sealed], Any]


def for_peers(value: Any, open_sealed: OpenSealed | None) -> Any:  # noqa: ANN401 - a Value
    """Plain data for a JSON encoder that writes dates and durations as ISO 8601 text.

    Sealed values are opened here, on their way out, and nowhere before.
    """
    match value:
        case Mapping():
            return {str(name): for_peers(item, open_sealed) for name, item in value.items()}
        case list() | tuple():
            return [for_peers(item, open_sealed) for item in value]
        case Months(months=months):
            return f"P{months}M" if months >= 0 else f"-P{-months}M"
        case Sealed():
            if open_sealed is None:
                raise TypeError("a sealed value does not leave by this way")
            return for_peers(open_sealed(value), None)
        case _:
            return value
