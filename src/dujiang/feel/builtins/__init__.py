"""The built-in functions of FEEL (DMN 1.5, 10.3.4), one module for one chapter."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dujiang.feel.builtins.booleans import BOOLEANS
from dujiang.feel.builtins.contexts import CONTEXTS
from dujiang.feel.builtins.conversions import CONVERSIONS
from dujiang.feel.builtins.lists import LISTS
from dujiang.feel.builtins.numbers import NUMERIC
from dujiang.feel.builtins.ranges import RANGES
from dujiang.feel.builtins.signature import Builtin
from dujiang.feel.builtins.statistics import STATISTICS
from dujiang.feel.builtins.strings import STRINGS
from dujiang.feel.builtins.temporal import TEMPORAL

BUILTINS: Final[Mapping[str, Builtin]] = MappingProxyType(
    {
        builtin.name: builtin
        for chapter in (
            CONVERSIONS,
            BOOLEANS,
            STRINGS,
            LISTS,
            STATISTICS,
            NUMERIC,
            TEMPORAL,
            RANGES,
            CONTEXTS,
        )
        for builtin in chapter
    }
)

SPACED_NAMES: Final = tuple(name for name in BUILTINS if " " in name)
"""Built-ins whose names a reader of text must know to see where they end."""


def builtin_signatures() -> dict[str, tuple[str, ...]]:
    """For editors: the parameters of every built-in, one text for each way to call it."""
    return {
        name: tuple(signature.text for signature in found.signatures)
        for name, found in BUILTINS.items()
    }
