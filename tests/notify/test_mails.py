"""Mails over a real SMTP server: by one's choices, with nothing hidden, and decided from."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.databases import DATABASES, database_url
from tests.journeys.harness import World
from tests.journeys.test_s01_leave import leave
from tests.notify.mailbox import BREAK_OFF, Mailbox, smtp_server, text_of
from tests.peers.hr import HrPeer

STAFFING = "NEED"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    with smtp_server() as served:
        yield served


@pytest.fixture(params=DATABASES)
def world(
    request: pytest.FixtureRequest, tmp_path: Path, mailbox: tuple[Mailbox, int]
) -> Iterator[World]:
    settings = {
        "smtp_host": "127.0.0.1",
        "smtp_port": mailbox[1],
        "smtp_security": "none",
        "public_url": "http://dujiang.test",
    }
    with HrPeer() as hr, database_url(request.param) as url:
        opened = World(tmp_path, url=url, peers={"hr": hr.url}, settings=settings)
        try:
            yield opened
        finally:
            opened.close()


@pytest.fixture
def box(mailbox: tuple[Mailbox, int]) -> Mailbox:
    return mailbox[0]


def address(world: World, login: str) -> str:
    person = world.app.directory.current().person_by_login(login)
    assert person is not None
    return person.email


def asked(world: World, reason: str = "看牙医", day: str = "2026-03-17") -> dict[str, Any]:
    instance = world.submit("liming", "leave", leave(f"{day} AM", f"{day} AM", reason=reason))
    world.drain()
    return instance


def link_of(mail: Any) -> str:
    found = re.search(r"http://dujiang\.test/m#(\S+)", text_of(mail))
    assert found is not None, text_of(mail)
    return found[1]


def choose(world: World, login: str, **changed: Any) -> None:
    events = changed.pop("events", [])
    answer = world.as_(login).send("PUT", "/me/notices", {"events": events, **changed})
    assert answer.status_code == 200, answer.text


# What is told


def test_whose_turn_it_is_gets_a_mail_with_what_they_may_see(world: World, box: Mailbox) -> None:
    instance = asked(world)

    (mail,) = box.to(address(world, "chengang"))

    assert str(mail["Subject"]) == f"等你处理：{instance['title']}（{instance['number']}）"
    for kind in ("plain", "html"):
        assert "看牙医" in text_of(mail, kind)
        assert "李明" in text_of(mail, kind)
    assert box.to(address(world, "liming")) == []


def test_mails_are_in_the_language_of_their_reader(world: World, box: Mailbox) -> None:
    answer = world.as_("chengang").send(
        "PUT", "/me/preferences", {"language": "en-US", "theme": "light"}
    )
    assert answer.status_code == 200, answer.text

    asked(world)

    assert box.subjects(address(world, "chengang"))[0].startswith("Waiting for you: ")


def test_the_result_goes_to_whoever_asked(world: World, box: Mailbox) -> None:
    instance = asked(world)
    world.decide("chengang", instance, "reject", comment="人手不够", reasonCategory=STAFFING)
    world.drain()

    assert box.subjects(address(world, "liming")) == [
        f"已驳回：{instance['title']}（{instance['number']}）"
    ]


def test_what_is_decided_before_the_mail_leaves_is_not_told(world: World, box: Mailbox) -> None:
    choose(world, "chengang", digest="daily", digestAt="18:00")
    instance = asked(world)
    world.decide("chengang", instance, "approve")

    world.travel("2026-03-02 18:01")

    assert box.to(address(world, "chengang")) == []
    dropped = world.as_("xubo").get("/mails", state="DROPPED")["items"]
    assert [m["failure"] for m in dropped] == ["发送前事情已经处理完，没有发送。"]


def test_everybody_of_a_group_is_told_until_somebody_has_claimed_it(
    world: World, box: Mailbox
) -> None:
    instance = asked(world)
    world.decide("chengang", instance, "approve")

    world.drain()

    members = [mail for mail in box.mails if "HR备案" in text_of(mail)]
    assert len(members) >= 1
    assert all("/m#" not in text_of(mail) for mail in members)


# Choices


def test_a_digest_tells_everything_of_the_day_in_one_mail(world: World, box: Mailbox) -> None:
    choose(world, "chengang", digest="daily", digestAt="17:00")
    first, second = asked(world), asked(world, "搬家", "2026-03-18")
    assert box.to(address(world, "chengang")) == []

    world.travel("2026-03-02 17:01")

    (mail,) = box.to(address(world, "chengang"))
    assert str(mail["Subject"]).startswith("2 条通知")
    assert first["number"] in text_of(mail)
    assert second["number"] in text_of(mail, "html")


def test_quiet_hours_hold_even_urgent_mails_until_the_morning(world: World, box: Mailbox) -> None:
    choose(world, "chengang", isQuiet=True, quietFrom="08:30", quietUntil="13:30")
    instance = asked(world)
    world.as_("liming").send("POST", f"/instances/{instance['id']}/remind", {"reason": ""})
    world.drain()
    assert box.to(address(world, "chengang")) == []

    world.travel("2026-03-02 13:30")

    assert len(box.to(address(world, "chengang"))) == 2


def test_whoever_wants_no_mail_of_a_kind_gets_the_notice_alone(world: World, box: Mailbox) -> None:
    choose(world, "chengang", events=[{"kind": "awaits", "inApp": True, "byMail": False}])

    asked(world)

    assert box.mails == []
    assert world.as_("chengang").get("/notices")["items"][0]["kind"] == "notify.notice.awaits"


def test_a_choice_that_makes_no_sense_is_refused_in_words(world: World) -> None:
    answer = world.as_("chengang").send("PUT", "/me/notices", {"events": [], "quietFrom": "25:00"})

    assert (answer.status_code, answer.json()["code"]) == (422, "notify.choice.not_a_time")


def test_a_mention_is_one_notice_and_one_mail(world: World, box: Mailbox) -> None:
    instance = asked(world)
    body = {"text": "@叶青 看一下", "mentions": [world.person_id("yeqing")]}
    answer = world.as_("liming").send("POST", f"/instances/{instance['id']}/comments", body)
    assert answer.status_code == 201, answer.text
    world.drain()

    kinds = [n["kind"] for n in world.as_("yeqing").get("/notices")["items"]]

    assert kinds == ["notify.notice.mentioned"]
    assert len(box.to(address(world, "yeqing"))) == 1


# A server that is away, slow to accept, or refuses


def test_a_mail_that_the_server_puts_off_is_tried_again(world: World, box: Mailbox) -> None:
    box.answer = "451 try later"
    asked(world)
    assert box.mails == []
    (mail,) = world.as_("xubo").get("/mails", state="WAITING")["items"]
    assert "451" in mail["failure"]

    box.answer = "250 OK"
    world.travel(timedelta(minutes=3))

    assert len(box.to(address(world, "chengang"))) == 1
    (mail,) = world.as_("xubo").get("/mails", state="SENT")["items"]
    assert (mail["attempts"], mail["failure"]) == (2, None)


def test_a_refused_address_is_given_up_told_once_and_can_be_repeated(
    world: World, box: Mailbox
) -> None:
    to = address(world, "chengang")
    box.refused[to] = "550 no such mailbox"
    asked(world)
    asked(world, "搬家", "2026-03-18")

    failed = world.as_("xubo").get("/mails", state="FAILED")["items"]
    told = [n["kind"] for n in world.as_("xubo").get("/notices")["items"]]
    assert len(failed) == 2
    assert "550 no such mailbox" in failed[0]["failure"]
    assert told.count("notify.notice.failed_mail") == 1

    box.refused.clear()
    answer = world.as_("xubo").send("POST", f"/mails/{failed[0]['id']}/repeat")
    assert answer.status_code == 200, answer.text
    world.drain()

    assert len(box.to(to)) == 1


def test_a_server_that_is_away_costs_nobody_their_request(
    world: World, mailbox: tuple[Mailbox, int], box: Mailbox
) -> None:
    box.answer = BREAK_OFF
    asked(world)
    (mail,) = world.as_("xubo").get("/mails", state="WAITING")["items"]
    assert mail["failure"].startswith("连不上邮件服务器 127.0.0.1")

    box.answer = "250 OK"
    world.travel(timedelta(minutes=3))

    assert len(box.to(address(world, "chengang"))) == 1


# Templates


def test_a_template_of_ones_own_counts_until_it_is_reset(world: World, box: Mailbox) -> None:
    own = {
        "subject": "[OA] {{ title }}",
        "text": "{{ person }} {{ number }}",
        "html": "<p>{{ facts | length }} {{ title }}</p>",
    }
    browser = world.as_("xubo")
    assert browser.send("PUT", "/mail/templates/awaits/zh-CN", own).status_code == 200
    instance = asked(world)

    assert browser.send("DELETE", "/mail/templates/awaits/zh-CN").status_code == 200
    asked(world, "搬家", "2026-03-18")

    first, second = box.subjects(address(world, "chengang"))
    assert first == f"[OA] {instance['title']}"
    assert second.startswith("等你处理")


@pytest.mark.parametrize(
    "text", ["{{ title", "{% for x in %}", "{{ ''.__class__.__mro__ }}", "{{ 1 / 0 }}"]
)
def test_a_template_that_cannot_be_filled_in_is_refused_with_its_place(
    world: World, text: str
) -> None:
    own = {"subject": "x", "text": text, "html": ""}

    answer = world.as_("xubo").send("PUT", "/mail/templates/awaits/zh-CN", own)

    assert (answer.status_code, answer.json()["code"]) == (422, "notify.template.not_readable")
    assert answer.json()["problems"][0]["path"] == "/text"


def test_values_are_escaped_in_html(world: World, box: Mailbox) -> None:
    asked(world, "<script>alert(1)</script>")

    (mail,) = box.to(address(world, "chengang"))

    assert "<script>" not in text_of(mail, "html")
    assert "&lt;script&gt;" in text_of(mail, "html")


# Deciding from a mail


def look(world: World, token: str) -> Any:
    return world.client.post("/api/v1/mail-decisions/look", json={"token": token})


def decide(world: World, token: str, action: str = "approve", **given: Any) -> Any:
    body = {"token": token, "action": action, **given}
    return world.client.post("/api/v1/mail-decisions", json=body)


def test_a_link_decides_once_and_the_history_says_how(world: World, box: Mailbox) -> None:
    instance = asked(world)
    token = link_of(box.to(address(world, "chengang"))[0])
    seen = look(world, token).json()
    assert (seen["state"], seen["recipient"], seen["number"]) == (
        "open",
        "陈刚",
        instance["number"],
    )
    assert {"label": "事由", "text": "看牙医"} in seen["facts"]

    answer = decide(world, token, comment="好好休息")

    assert answer.status_code == 200, answer.text
    timeline = world.as_("liming").get(f"/instances/{instance['id']}/timeline")["entries"]
    entry = next(e for e in timeline if e["comment"] == "好好休息")
    assert entry["actor"]["name"] == "陈刚"
    assert "通过邮件链接" in entry["text"]
    again = decide(world, token)
    assert (again.status_code, again.json()["code"]) == (409, "notify.link.used")
    assert look(world, token).json()["state"] == "used"
    kinds = [n["kind"] for n in world.as_("chengang").get("/notices")["items"]]
    assert "notify.notice.by_mail" in kinds


def test_a_link_says_who_was_faster(world: World, box: Mailbox) -> None:
    instance = asked(world)
    token = link_of(box.to(address(world, "chengang"))[0])
    world.decide("chengang", instance, "approve")

    seen = look(world, token).json()
    answer = decide(world, token)

    assert (seen["state"], seen["detail"]) == ("over", "陈刚 已经处理了。")
    assert answer.status_code == 409


def test_a_rejection_without_a_word_is_refused_as_on_the_page(world: World, box: Mailbox) -> None:
    asked(world)
    token = link_of(box.to(address(world, "chengang"))[0])

    refused = decide(world, token, "reject")

    assert refused.status_code == 422
    given = {"comment": "人手不够", "reasonCategory": STAFFING}
    assert decide(world, token, "reject", **given).status_code == 200


def test_a_link_that_was_forwarded_is_of_no_use_to_somebody_signed_in(
    world: World, box: Mailbox
) -> None:
    asked(world)
    token = link_of(box.to(address(world, "chengang"))[0])

    answer = world.as_("liming").send(
        "POST", "/mail-decisions", {"token": token, "action": "approve"}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "notify.link.not_yours")


def test_a_link_that_was_touched_is_none(world: World, box: Mailbox) -> None:
    asked(world)
    token = link_of(box.to(address(world, "chengang"))[0])
    for touched in ("", "x", token[:-2], ("A" if token[0] != "A" else "B") + token[1:]):
        answer = look(world, touched)
        assert (answer.status_code, answer.json()["code"]) == (404, "notify.link.not_valid")


def test_a_link_ends_with_the_version_of_its_item(world: World, box: Mailbox) -> None:
    instance = asked(world)
    token = link_of(box.to(address(world, "chengang"))[0])
    world.withdraw("liming", instance)

    assert look(world, token).json()["state"] == "over"
    assert decide(world, token).status_code == 409
