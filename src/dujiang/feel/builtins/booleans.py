"""Boolean functions (10.3.4.2) and `is` (10.3.4.9)."""

from typing import Final

from dujiang.feel.builtins.signature import Builtin, builtin
from dujiang.feel.comparison import same_value


def _not(negand: bool | None) -> bool | None:
    return None if negand is None else not negand


BOOLEANS: Final[tuple[Builtin, ...]] = (
    builtin("not", "negand: boolean?", _not),
    builtin(
        "is",
        "value1?: any, value2?: any",
        lambda value1=None, value2=None: same_value(value1, value2),
        deep=True,
    ),
)
