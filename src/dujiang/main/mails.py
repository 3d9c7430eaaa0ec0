"""What mails speak of: looked up for their reader when they leave, with that reader's rights."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from dujiang import approvals, notify
from dujiang.approvals import (
    Shown,
    access_of_reader,
    start_step_of,
)
from dujiang.bpmn.model import walk
from dujiang.calendars import Calendar
from dujiang.deployments import Deployments
from dujiang.forms import visible_values
from dujiang.forms.access import may_enter
from dujiang.identity import Directory, Person
from dujiang.kernel.errors import NotFound
from dujiang.kernel.words import Language, Words
from dujiang.notify import NO_MATTER, Matter
from dujiang.runtime import find_instance, load_instance_state
from dujiang.settings import Settings
from dujiang.store import Reader

MAX_FACTS: Final = 8
"""Fields of the form that a mail shows."""
_AWAITED: Final = frozenset({"awaits", "urged", "due"})
"""Kinds that are over once the item is decided."""
_BY_MAIL: Final = frozenset({"approval"})
"""Kinds of steps that can be decided from a mail."""
_GONE: Final = Matter(is_still_so=False)


@dataclass(frozen=True, kw_only=True)
class MailOffice:
    """Looks up what mails speak of; knows how they leave."""

    settings: Settings
    links: notify.MailLinks
    work: approvals.ApprovalsReader
    office: approvals.Office
    filling: approvals.FormsToFill
    deployments: Deployments
    words: Words
    zone: ZoneInfo

    @property
    def channel(self) -> notify.MailServer | None:
        """The server; None where mails are not sent."""
        return mail_server(self.settings)

    @property
    def sender(self) -> str:
        """The address that mails come from."""
        return self.settings.smtp_from

    def matter_of(
        self, reader: Reader, row: notify.MailRow, person: Person, at: datetime
    ) -> Matter:
        """The request as this person may see it now; gone when they may not, or it is decided."""
        try:
            request = self.work.load_request(reader, row.instance_id, person.id)
        except NotFound:
            return self._of_an_owner(row)
        item = self._item(reader, row)
        is_mine = item is not None and item.state == "open" and item.hand == person.id
        if row.kind in _AWAITED and row.item_id and not (is_mine or self._is_shared(item, person)):
            return _GONE
        language: Language = "en-US" if person.language == "en-US" else "zh-CN"
        shown = Shown(self.words, self.office.directory(), language)
        process = self.deployments.processes().get(request.process_key)
        return Matter(
            is_still_so=True,
            process=shown.named(process) or request.process_key,
            step=self._step(request, item, language) if item else "",
            initiator=shown.named(self.office.directory().person(request.initiator_id)),
            due=self._moment(item.due_at, language) if item and item.due_at else "",
            facts=self.facts(reader, request, person.id, shown),
            version=item.version if item and is_mine and self.is_by_mail(request, item) else 0,
        )

    def _is_shared(self, item: approvals.ItemRow | None, person: Person) -> bool:
        """Whether it lies in front of a group of the person and nobody has claimed it."""
        if item is None or item.state != "open" or item.hand is not None:
            return False
        return item.group_key in self.office.view().groups_of(person.id)

    def _of_an_owner(self, row: notify.MailRow) -> Matter:
        """Whoever must repair is told without seeing the request."""
        return NO_MATTER if row.kind in ("failed", "stuck") else _GONE

    def _item(self, reader: Reader, row: notify.MailRow) -> approvals.ItemRow | None:
        if not row.item_id:
            return None
        items = self.work.items_of(reader, row.instance_id)
        return next((item for item in items if item.id == row.item_id), None)

    def is_by_mail(self, request: approvals.RequestRow, item: approvals.ItemRow) -> bool:
        """Whether the step asks for nothing that only the page can give."""
        node = self.deployments.version(request.version_id).program.nodes[item.step]
        rules = self.office.rules(request.version_id, node)
        if rules.kind not in _BY_MAIL or item.assistant is not None:
            return False
        if rules.signature != "none" or rules.second_factor:
            return False
        form = self.office.form_of(request.version_id, node)
        access = self.office.access(form, node, rules)
        return not any(may_enter(field, access) for field in form.fields)

    def facts(
        self, reader: Reader, request: approvals.RequestRow, person_id: int, shown: Shown
    ) -> tuple[tuple[str, str], ...]:
        """The first fields of the form that the person may see and that are not sensitive."""
        instance = find_instance(reader, request.id)
        if instance is None or start_step_of(self._program(request)) is None:
            return ()
        state = load_instance_state(reader, instance)
        variables = dict(state.scopes[0].variables) if 0 in state.scopes else {}
        filling = self.filling.of_instance(
            reader, request.updated_at, request.version_id, variables
        )
        if filling is None:
            return ()
        items = self.work.items_of(reader, request.id)
        access = access_of_reader(self.office, request, items, filling, person_id)
        values = visible_values(filling.form, access, variables)
        found: list[tuple[str, str]] = []
        for field in filling.form.fields:
            if field.is_sensitive or field.is_table or field.type in _NOT_IN_MAILS:
                continue
            text = _text(shown.cell(field, values.get(field.key)))
            if text:
                found.append((shown.label(field), text))
        return tuple(found[:MAX_FACTS])

    def _program(self, request: approvals.RequestRow) -> Any:  # noqa: ANN401 - an engine Program
        return self.deployments.version(request.version_id).program

    def _step(
        self, request: approvals.RequestRow, item: approvals.ItemRow, language: Language
    ) -> str:
        process = self.deployments.version(request.version_id).process
        for node, _ in walk(process.body):
            if node.id == item.step:
                return (node.name_en if language == "en-US" else "") or node.name or node.id
        return item.step

    def _moment(self, at: datetime, language: Language) -> str:
        local = at.astimezone(self.zone)
        if language == "en-US":
            return f"{local:%a, %b} {local.day}, {local:%H:%M}"
        return f"{local.month}月{local.day}日 {local:%H:%M}"


_NOT_IN_MAILS: Final = frozenset({"signature", "filepicker", "picture", "richtext"})


def _text(value: Any) -> str:  # noqa: ANN401 - a cell
    return "" if value is None else f"{value}".strip()[:300]


@dataclass(frozen=True, kw_only=True)
class MailHabits:
    """What is known of people beside their choices."""

    zone: ZoneInfo
    sends_mail: bool
    directory: Callable[[], Directory]
    calendar: Callable[[str], Calendar]

    def is_working_day(self, person_id: int, day: date) -> bool:
        """Whether the person's calendar has working time on a day."""
        return self.calendar(self.directory().calendar_of(person_id)).is_working_day(day)


def mail_server(settings: Settings) -> notify.MailServer | None:
    """The server of the settings; None where mails are not sent."""
    if not settings.smtp_host:
        return None
    return notify.MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.reveal(),
    )
