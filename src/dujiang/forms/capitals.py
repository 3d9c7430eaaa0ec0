"""Money in Chinese capitals（人民币大写）, as the rules for filling in bills have it."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")
_CENT: Final = Decimal("0.01")
LARGEST: Final = Decimal(10) ** 16
"""Amounts from here on have no words."""


def in_capitals(amount: Decimal) -> str:
    """`1,234.05` -> `壹仟贰佰叁拾肆元零伍分`; cents are rounded half up.

    Raises `ValueError` from ten thousand trillion (10**16) on.
    """
    rounded = abs(amount).quantize(_CENT, rounding=ROUND_HALF_UP)
    if rounded >= LARGEST:
        raise ValueError("too large for words")
    yuan, cents = divmod(int(rounded * 100), 100)
    words = _integer(yuan)
    if words:
        words += "元"
    words += _cents(cents, has_yuan=bool(yuan))
    return ("负" if amount < 0 and rounded else "") + (words or "零元整")


def _integer(number: int) -> str:
    """The integer part; a run of zeros inside is one 零, zeros at the end are none."""
    words = ""
    needs_zero = False
    for index in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10_000**index % 10_000
        if not group:
            needs_zero = bool(words)
            continue
        if words and (needs_zero or group < 1_000):
            words += "零"
        words += _group(group) + _GROUPS[index]
        needs_zero = False
    return words


def _group(group: int) -> str:
    words = ""
    has_gap = False
    for index in range(3, -1, -1):
        digit = group // 10**index % 10
        if digit:
            words += ("零" if has_gap and words else "") + _DIGITS[digit] + _PLACES[index]
            has_gap = False
        else:
            has_gap = True
    return words


def _cents(cents: int, *, has_yuan: bool) -> str:
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整" if has_yuan else ""
    if jiao:
        return _DIGITS[jiao] + "角" + (_DIGITS[fen] + "分" if fen else "整")
    return ("零" if has_yuan else "") + _DIGITS[fen] + "分"
