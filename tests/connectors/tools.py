"""What connectors are given in tests of single ones."""

from datetime import UTC, datetime
from typing import Any

from dujiang.connectors import Tokens, Tools, guarded
from dujiang.kernel.sealed import Sealed

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


def tools(**extra: Any) -> Tools:
    """Real lines, a clock that stands still, and a vault that opens everything alike."""
    return Tools(
        now=lambda: AT,
        transport=guarded,
        open_sealed=_opened,
        hidden=_nothing,
        tokens=Tokens(),
        extra=extra,
    )


def _opened(sealed: Sealed) -> str:
    return f"opened {sealed.subject}"


def _nothing(text: str) -> None:
    """Nobody looks."""
