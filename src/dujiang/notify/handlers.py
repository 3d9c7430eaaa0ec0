"""Command -> notices and mails, inside the transaction it is given."""

from collections.abc import Callable
from datetime import date
from typing import Final, Protocol
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from dujiang.identity import Directory
from dujiang.kernel.encoding import decoder, encode, encode_value
from dujiang.kernel.ids import shard_of
from dujiang.kernel.values import as_value
from dujiang.notify.choices import (
    CHANNELS,
    KINDS,
    Choices,
    clock,
    kind_of,
    sending,
    wants,
)
from dujiang.notify.commands import MAX_TOLD, SaveChoices, SeeNotices, SendTestMail, Tell
from dujiang.notify.events import PeopleTold
from dujiang.notify.tables import (
    MAIL,
    NOTICE,
    NOTICE_CHOICE,
    NOTICE_MARK,
    MailRow,
    NoticeChoiceRow,
    NoticeMarkRow,
    NoticeRow,
)
from dujiang.runtime import Handled, Outcome, Refused, Work

TOPIC: Final = "notices"
_choices: "msgspec.msgpack.Decoder[Choices]" = decoder(Choices)


class Habits(Protocol):
    """What is known of people beside their choices; `main` gives it."""

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        ...

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is set."""
        ...

    def is_working_day(self, person_id: int, day: date) -> bool:
        """Whether the person's calendar has working time on a day."""
        ...


class Telling:
    """Handlers of what people are told and of their choices."""

    def __init__(self, directory: Callable[[], Directory], habits: Habits) -> None:
        self._directory = directory
        self._habits = habits

    def tell(self, command: Tell, work: Work) -> Outcome:
        """Write a notice for each person, once, and a mail where they want one."""
        people = tuple(dict.fromkeys(person for person in command.people if person))[:MAX_TOLD]
        params = encode_value(as_value(command.params))
        kind = kind_of(command.code)
        for person_id in people:
            choices = choices_of(work, person_id)
            if wants(choices, "app", kind):
                _notice(command, params, person_id, work)
            if wants(choices, "mail", kind):
                self._mail(command, params, person_id, choices, work)
        if not people:
            return Handled()
        return Handled(events=(PeopleTold(people=people, code=command.code),))

    def _mail(
        self, command: Tell, params: bytes, person_id: int, choices: Choices, work: Work
    ) -> None:
        person = self._directory().person(person_id)
        if not self._habits.sends_mail or person is None or not person.email:
            return
        kind = kind_of(command.code)
        zone = ZoneInfo(choices.time_zone) if choices.time_zone else self._habits.zone
        when = sending(
            work.at,
            kind,
            choices,
            zone,
            lambda day: self._habits.is_working_day(person_id, day),
        )
        mail_id = _new_id(command, work)
        work.insert(
            MAIL,
            MailRow(
                shard=shard_of(mail_id),
                id=mail_id,
                person_id=person_id,
                kind=kind,
                code=command.code,
                params=params,
                instance_id=command.instance_id,
                item_id=command.item_id,
                is_digest=when.is_digest,
                created_at=work.at,
                wake_at=when.at,
            ),
        )

    def send_test(self, command: SendTestMail, work: Work) -> Outcome:
        """Send a mail to whoever asks, whatever they have chosen."""
        person = self._directory().person(work.actor.person_id)
        if not self._habits.sends_mail:
            return Refused("notify.mail.not_set_up", 409)
        if person is None or not person.email:
            return Refused("notify.mail.no_address", 422)
        mail_id = work.new_id()
        work.insert(
            MAIL,
            MailRow(
                shard=shard_of(mail_id),
                id=mail_id,
                person_id=person.id,
                kind="other",
                code="notify.notice.test",
                params=encode_value(as_value({"person": person.name})),
                is_test=True,
                created_at=work.at,
                wake_at=work.at,
            ),
        )
        return Handled(answer={"mail_id": mail_id})


def _notice(command: Tell, params: bytes, person_id: int, work: Work) -> None:
    notice_id = _new_id(command, work)
    work.insert(
        NOTICE,
        NoticeRow(
            shard=shard_of(notice_id),
            id=notice_id,
            person_id=person_id,
            at=work.at,
            code=command.code,
            params=params,
            instance_id=command.instance_id,
            item_id=command.item_id,
        ),
    )
    work.notify(f"{TOPIC}:{person_id}")


def _new_id(command: Tell, work: Work) -> int:
    return work.new_id_beside(command.instance_id) if command.instance_id else work.new_id()


def choices_of(work: Work, person_id: int) -> Choices:
    """What the person has chosen."""
    row = work.get(NOTICE_CHOICE, shard_of(person_id), person_id)
    return _choices.decode(row.choices) if row is not None else Choices()


def see_notices(command: SeeNotices, work: Work) -> Outcome:
    """Move the reader's mark forward; never back."""
    person_id = work.actor.id
    key = (shard_of(person_id), person_id)
    mark = work.get(NOTICE_MARK, *key)
    if mark is None:
        work.insert(NOTICE_MARK, NoticeMarkRow(*key, command.up_to_id))
    elif mark.seen_id < command.up_to_id:
        work.put(NOTICE_MARK, NoticeMarkRow(*key, command.up_to_id))
    work.notify(f"{TOPIC}:{person_id}")
    return Handled()


def save_choices(command: SaveChoices, work: Work) -> Outcome:
    """Keep what the person has chosen; it counts for what is told from now on."""
    choices = command.choices
    known = {f"{channel}:{kind}" for channel in CHANNELS for kind in KINDS}
    if unknown := sorted(set(choices.changed) - known):
        return Refused("notify.choice.unknown", 422, {"name": unknown[0]})
    if choices.time_zone and choices.time_zone not in available_timezones():
        return Refused("notify.choice.no_such_zone", 422, {"name": choices.time_zone})
    for text in (choices.digest_at, choices.quiet_from, choices.quiet_until):
        try:
            clock(text)
        except ValueError:
            return Refused("notify.choice.not_a_time", 422, {"text": text})
    person_id = work.actor.id
    key = (shard_of(person_id), person_id)
    row = NoticeChoiceRow(*key, encode(choices), work.at)
    if work.get(NOTICE_CHOICE, *key) is None:
        work.insert(NOTICE_CHOICE, row)
    else:
        work.put(NOTICE_CHOICE, row)
    return Handled()
