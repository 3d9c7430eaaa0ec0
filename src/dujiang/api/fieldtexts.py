"""A field's value in a few words, for rows of lists: the form's own labels, dates and units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from dujiang.api.rendering import department_name, local, person_by_id
from dujiang.forms import Field
from dujiang.identity import Directory
from dujiang.kernel.ids import id_from_text
from dujiang.kernel.words import Language

MAX_CHARS: Final = 60
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


class FieldTexts:
    """Says values of fields in one language."""

    def __init__(self, directory: Directory, language: Language, zone: ZoneInfo) -> None:
        self._directory = directory
        self._language = language
        self._zone = zone

    def label(self, field: Field) -> str:
        """What the field is called."""
        return field.label.get(self._language) or field.label.get("zh-CN", field.key)

    def say(self, field: Field, value: Any) -> str:  # noqa: ANN401 - a Value
        """The value; empty for none, and for what does not fit in a few words."""
        text = self._text(field, value)
        return text if len(text) <= MAX_CHARS else f"{text[: MAX_CHARS - 1]}…"

    def _text(self, field: Field, value: Any) -> str:  # noqa: ANN401 - a Value
        match value:
            case bool():
                return ("是" if value else "否") if self._is_chinese else ("Yes" if value else "No")
            case Decimal():
                return self._number(field, value)
            case datetime():
                at = value.astimezone(self._zone) if value.tzinfo else value
                return f"{self._day(at.date())} {at:%H:%M}"
            case date():
                return self._day(value)
            case str():
                return self._named(field, value)
            case list() | tuple():
                between = "、" if self._is_chinese else ", "
                return between.join(filter(None, (self._text(field, one) for one in value)))
            case _:
                return ""

    @property
    def _is_chinese(self) -> bool:
        return self._language == "zh-CN"

    def _day(self, day: date) -> str:
        if self._is_chinese:
            return f"{day.month}月{day.day}日"
        return f"{_MONTHS[day.month - 1]} {day.day}"

    def _number(self, field: Field, value: Decimal) -> str:
        if field.type == "money":
            sign = "¥" if field.currency in ("", "CNY") else f"{field.currency} "
            return f"{sign}{value:,.2f}"
        figure = f"{value.normalize():f}"
        words = field.unit.get(self._language, "").split("|")
        unit = words[0] if value == 1 else words[-1]
        return f"{figure} {unit}" if unit else figure

    def _named(self, field: Field, text: str) -> str:
        option = field.option(text)
        if option is not None:
            words = option.label
            return local(words.get("zh-CN", text), words.get("en-US", ""), self._language)
        if field.type == "user":
            person = person_by_id(id_from_text(text), self._directory, self._language)
            return person.name if person else ""
        if field.type == "department":
            found = self._directory.department(id_from_text(text))
            return department_name(found, self._language) or ""
        return "" if field.type in ("filepicker", "picture", "signature") else text
