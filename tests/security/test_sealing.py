"""Sensitive fields of forms: readable for whoever may, and nowhere else that bytes of ours lie."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any, Final

import msgspec
import pytest
from python_calamine import CalamineWorkbook
from structlog.testing import capture_logs

from dujiang.api.contract import ENDPOINTS
from dujiang.deployments import DeployPackage
from dujiang.engine import apply_all
from dujiang.engine.state import ROOT
from dujiang.kernel.encoding import encode
from dujiang.kernel.ids import SHARDS, id_from_text, slot_of_key
from dujiang.kernel.sealed import Sealed
from dujiang.runtime import (
    ENGINE_FACTS,
    Handled,
    Route,
    Work,
    find_instance,
    load_instance_state,
    read_log,
)
from dujiang.vault.tables import SUBJECT_KEY
from tests.approvals.models import line, people, step
from tests.databases import DATABASES, database_url
from tests.journeys.harness import World
from tests.notify.mailbox import Mailbox, smtp_server, text_of
from tests.peers.peer import Answer, Peer, Seen

CARD: Final = "330106199003071122"
CARD_AGAIN: Final = "330106199003079944"
ACCOUNT: Final = "6222021202034455667"
PAY: Final = "48917.35"
DRAFTED: Final = "DRAFTED-CARD-7431-X"
WRONG: Final = "000000000000000000"
MARKS: Final = (CARD, CARD_AGAIN, ACCOUNT, PAY, DRAFTED)

FORM: Final[dict[str, Any]] = {
    "type": "default", "id": "f", "schemaVersion": 19,
    "components": [
        {"id": "c1", "type": "textfield", "key": "purpose", "label": "用途",
         "dj": {"searchable": True}},
        {"id": "c2", "type": "user", "key": "employee", "label": "员工"},
        {"id": "c3", "type": "textfield", "key": "card", "label": "证件号",
         "dj": {"sensitive": True, "searchable": True, "subject": "employee"}},
        {"id": "c4", "type": "number", "key": "pay", "label": "月薪",
         "validate": {"max": 100_000}, "dj": {"sensitive": True}},
        {"id": "c5", "type": "checkbox", "key": "is_high", "label": "高薪",
         "dj": {"compute": "=pay > 20000"}},
        {"id": "c6", "type": "detail", "key": "accounts", "label": "账户", "components": [
            {"id": "c7", "type": "textfield", "key": "bank", "label": "银行"},
            {"id": "c8", "type": "textfield", "key": "account", "label": "账号",
             "dj": {"sensitive": True}},
        ]},
    ],
    "dj": {"rules": [
        {"id": "known", "check": '=card != "000000000000000000"', "field": "card",
         "message": {"zh-CN": "证件号 {card} 不对", "en-US": "{card} is not right"}},
    ]},
}  # fmt: skip

TELL: Final = (
    '<serviceTask id="tell" name="tell"><extensionElements>'
    '<dj:job type="http" connection="pay" method="POST" path="/pay" key="=number" '
    'body="={card: card, pay: pay, accounts: accounts, same: card = card,  text: string(card), '
    'is_high: is_high}"/></extensionElements></serviceTask>'
)
KEYS: Final = 'keyFields="card purpose pay" title="=initiator.name + card"'


class PayPeer(Peer):
    """Repeats what it was told, as some systems do when they refuse."""

    def serve(self, arrived: Seen) -> Answer:
        return 400, {"error": f"cannot pay {json.dumps(arrived.body)}"}


@dataclass
class Place:
    """A world whose bytes can be looked through."""

    world: World
    folder: Path
    url: str
    peer: PayPeer
    box: Mailbox

    def kept(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the installation, and the dump of its database."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                yield path.name, path.read_bytes()
        if self.url:
            plain = self.url.replace("postgresql+psycopg", "postgresql")
            dump = subprocess.run(
                ["pg_dump", "--data-only", "--inserts", plain], capture_output=True, check=True
            ).stdout
            yield "dump", dump
            blobs = re.findall(rb"\\x([0-9a-f]+)", dump)
            assert blobs, "a dump writes bytes as hexadecimal digits"
            yield "bytes of the dump", b"\n".join(bytes.fromhex(one.decode()) for one in blobs)


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Place]:
    with PayPeer() as peer, database_url(kind) as url, smtp_server() as (box, port):
        given = "" if url.startswith("sqlite") else url
        settings = {
            "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none",
            "public_url": "http://dujiang.test",
        }  # fmt: skip
        world = World(folder, url=given, peers={"pay": peer.url}, settings=settings)
        try:
            hidden = (
                '<dj:field key="card" access="hidden"/>'
                '<dj:field key="accounts.account" access="hidden"/>'
            )
            model = line(
                step("check", people("zhoumin"), hidden),
                step("enter", people("pengli"), '<dj:field key="card" access="edit"/>'),
                TELL,
                process="sealed", settings=KEYS,
            )  # fmt: skip
            world.app.submit(DeployPackage(xml=model.encode(), forms={"f": FORM}))
            yield Place(world, folder, given, peer, box)
        finally:
            world.close()


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with opened(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    with opened("sqlite", tmp_path) as found:
        yield found


def values(world: World, **given: Any) -> dict[str, Any]:
    return {
        "purpose": "入职", "employee": world.person_id("gaoxiang"), "card": CARD, "pay": PAY,
        "accounts": [{"bank": "工行", "account": ACCOUNT}, {"bank": "建行", "account": None}],
        **given,
    }  # fmt: skip


def asked(world: World, **given: Any) -> dict[str, Any]:
    return world.submit("liming", "sealed", values(world, **given))


def finished(world: World) -> dict[str, Any]:
    """A request that everybody has handled, whose data were sent to the peer."""
    instance = asked(world)
    world.decide("zhoumin", instance, "approve")
    world.decide("pengli", instance, "approve", values={"card": CARD_AGAIN})
    world.drain()
    return world.instance("liming", instance["id"])


def marks_in(content: bytes | str) -> list[str]:
    found = content if isinstance(content, bytes) else content.encode()
    return [mark for mark in MARKS if mark.encode() in found]


# Where bytes lie


@pytest.mark.spec("C2")
def test_sensitive_values_are_in_no_byte_that_is_kept(place: Place) -> None:
    world = place.world
    with capture_logs() as logs:
        typed = {"values": values(world, card=DRAFTED)}
        drafted = world.as_("wangfang").send("PUT", "/processes/sealed/start-draft", typed)
        instance = asked(world)
        refused = world.try_submit("liming", "sealed", values(world, card=WRONG))
        unread = world.try_submit("liming", "sealed", values(world, pay=f"{PAY} 元"))
        world.decide("zhoumin", instance, "approve")
        item = world.item("pengli", instance)
        path = f"/items/{item['id']}/draft"
        noted = world.as_("pengli").send("PUT", path, {"values": {"card": DRAFTED}})
        world.decide("pengli", instance, "approve", values={"card": CARD_AGAIN})
        world.drain()

    kept = list(place.kept())

    assert (drafted.status_code, noted.status_code) == (200, 200)
    assert (refused.status_code, unread.status_code) == (422, 422)
    assert place.peer.seen, "the peer was told"
    assert [name for name, content in kept if marks_in(content)] == []
    assert marks_in(repr(logs)) == []
    assert any("入职".encode() in content for _name, content in kept), (
        "this looks at the right place"
    )


@pytest.mark.spec("C2")
def test_variables_and_log_hold_the_same_sealed_values_and_fold_to_the_same_state(
    here: Place,
) -> None:
    instance = finished(here.world)

    instance_id = id_from_text(instance["id"])
    assert instance_id is not None
    with here.world.app.store.read() as reader:
        row = find_instance(reader, instance_id)
        assert row is not None
        state = load_instance_state(reader, row)
        entries = [
            entry
            for log in read_log(reader, instance_id)
            for entry in here.world.app.rooms.vocabulary.entries(log)
        ]
    facts = [f for e in entries if e.instance_id == row.id for f in e.facts]
    engine = [fact for fact in facts if isinstance(fact, ENGINE_FACTS)]
    variables = state.scopes[ROOT].variables
    assert isinstance(variables["card"], Sealed)
    assert isinstance(variables["pay"], Sealed)
    assert isinstance(variables["accounts"][0]["account"], Sealed)
    assert variables["accounts"][0]["bank"] == "工行"
    assert variables["accounts"][1]["account"] is None
    assert variables["is_high"] is True
    assert apply_all(None, engine) == state
    assert encode(apply_all(None, engine).head) == encode(state.head)


@pytest.mark.spec("C2")
def test_values_are_sealed_for_the_person_they_are_about(here: Place) -> None:
    instance = asked(here.world)

    directory = here.world.app.directory.current()
    numbers = {login: directory.person_by_login(login).no for login in ("gaoxiang", "liming")}  # type: ignore[union-attr]
    variables = variables_of(here.world, instance)
    assert variables["card"].subject == f"person:{numbers['gaoxiang']}"
    assert variables["pay"].subject == f"person:{numbers['liming']}"


def variables_of(world: World, instance: dict[str, Any]) -> Any:
    with world.app.store.read() as reader:
        row = find_instance(reader, id_from_text(instance["id"]) or 0)
        assert row is not None
        return load_instance_state(reader, row).scopes[ROOT].variables


# Who reads them


@pytest.mark.spec("C2")
def test_peer_is_told_what_the_model_sends_it(here: Place) -> None:
    finished(here.world)

    told = here.peer.calls("POST", "/pay")[0].body
    assert told["card"] == CARD_AGAIN
    assert told["pay"] == float(PAY)
    assert [row["account"] for row in told["accounts"]] == [ACCOUNT, None]
    assert told["same"] is True
    assert told["text"] == "****", "an expression sees no more than people do"
    assert told["is_high"] is True


@pytest.mark.spec("C2")
def test_step_that_edits_sees_the_value_and_readers_see_it_masked(here: Place) -> None:
    world = here.world
    instance = asked(world)

    hidden = world.as_("zhoumin").get(f"/items/{world.item('zhoumin', instance)['id']}")
    world.decide("zhoumin", instance, "approve")
    edited = world.as_("pengli").get(f"/items/{world.item('pengli', instance)['id']}")
    read = world.instance("liming", instance["id"])

    assert "card" not in hidden["values"]
    assert hidden["values"]["accounts"] == [{"bank": "工行"}, {"bank": "建行"}]
    assert edited["values"]["card"] == CARD
    assert edited["values"]["pay"] == "****"
    assert read["values"]["card"] == "****1122"
    assert read["values"]["accounts"][0] == {"bank": "工行", "account": "****5667"}


@pytest.mark.spec("C1")
def test_timeline_tells_each_reader_of_changes_to_what_they_see(here: Place) -> None:
    world = here.world
    instance = asked(world)
    world.withdraw("liming", instance)
    accounts = [{"bank": "农行", "account": ACCOUNT}]
    world.resubmit("liming", instance, {**values(world), "card": CARD_AGAIN, "accounts": accounts})

    told = {
        login: {
            change["field"]: change["new"]
            for entry in world.as_(login).get(f"/instances/{instance['id']}/timeline")["entries"]
            for change in entry["changes"]
        }
        for login in ("liming", "zhoumin")
    }

    assert told["liming"] == {"accounts": [{"bank": "农行", "account": "****"}]}
    assert told["zhoumin"] == {"accounts": [{"bank": "农行"}]}


@pytest.mark.spec("C2")
def test_operator_sees_which_variables_are_sealed_and_corrects_them_blindly(here: Place) -> None:
    world = here.world
    instance = asked(world)
    path = f"/instances/{instance['id']}"
    given = [{"name": "pay", "type": "number", "text": "54321.98"}]
    body = {"action": "correct", "reason": "录错了", "scopeKey": 0, "variables": given}

    corrected = world.as_("xubo").send("POST", f"{path}/operations", body)
    inside = world.as_("xubo").get(f"{path}/operations")

    assert corrected.status_code == 200, corrected.text
    shown = {one["name"]: one for one in inside["variables"]}
    assert shown["card"]["isSealed"]
    assert shown["pay"]["text"] == "••••"
    assert json.loads(shown["accounts"]["text"])[0] == {"bank": "工行", "account": "••••"}
    assert isinstance(variables_of(world, instance)["pay"], Sealed)
    assert all(b"54321.98" not in content for _name, content in here.kept())


@pytest.mark.spec("C2")
def test_draft_comes_back_to_whoever_typed_it(here: Place) -> None:
    world = here.world
    typed = values(world, card=DRAFTED)
    world.as_("wangfang").send("PUT", "/processes/sealed/start-draft", {"values": typed})

    found = world.as_("wangfang").get("/processes/sealed/start-form")["values"]

    assert found["card"] == DRAFTED
    assert found["accounts"][0]["account"] == ACCOUNT
    assert Decimal(str(found["pay"])) == Decimal(PAY)


@pytest.mark.spec("C2")
@pytest.mark.parametrize("login", ["liming", "zhoumin", "pengli", "xubo", "suwan", "gumingyuan"])
def test_no_page_export_print_mail_or_event_tells_the_value(here: Place, login: str) -> None:
    """Everything that somebody can ask about a request that is over, or that tells of it."""
    world = here.world
    instance = finished(world)
    browser = world.as_(login)
    answers = [
        browser.request("GET", filled(path, world, instance))
        for path in (
            *(one.path for one in ENDPOINTS if one.method == "GET" and one.path != "/events"),
            f"/search?q={CARD}", f"/search/instances?q={CARD}", "/items?box=done",
            "/instances?scope=visible",
        )
    ]  # fmt: skip
    printed = browser.request("GET", f"/instances/{instance['id']}/print.pdf")
    columns = ["number", "title", "field:card", "field:pay", "field:accounts"]
    body = {"filter": {"process": "sealed"}, "columns": columns}
    begun = browser.send("POST", "/exports/instances", body)
    sheet: list[str] = []
    if begun.status_code == 201:
        world.drain()
        errand = browser.get(f"/errands/{begun.json()['errandId']}")
        content = browser.request("GET", f"/files/{errand['fileId']}").content
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheet = [str(row) for row in book.get_sheet_by_index(0).to_python()]

    for answer in answers:
        assert answer.status_code < 500, answer.text
        assert marks_in(answer.text) == [], f"{answer.request.url}"
    assert marks_in(printed.content) == []
    assert marks_in(on_paper(printed.content)) == []
    assert marks_in(" ".join(sheet)) == []
    mails = [
        text_of(mail) + text_of(mail, "html") + str(mail["Subject"]) for mail in here.box.mails
    ]
    assert mails
    assert marks_in(" ".join(mails)) == []
    assert instance["title"] != f"李明{CARD}"


def filled(path: str, world: World, instance: dict[str, Any]) -> str:
    """A path with the ids of the request in it; what is of another kind is not there."""
    done = world.as_("zhoumin").get("/items", box="done")["items"]
    known = {
        "instance_id": instance["id"], "process_key": "sealed",
        "item_id": done[0]["id"] if done else "7", "person_id": world.person_id("liming"),
    }  # fmt: skip
    return re.sub(r"\{(\w+)\}", lambda place: known.get(place[1], "7"), path)


def on_paper(pdf: bytes) -> bytes:
    """The text of a PDF, where the machine has the program that reads it."""
    program = which("pdftotext")
    if program is None or not pdf.startswith(b"%PDF"):
        return b""
    return subprocess.run([program, "-", "-"], input=pdf, capture_output=True, check=True).stdout


# Erasing


@pytest.mark.spec("C3")
def test_erasing_a_person_takes_their_values_out_of_every_request(here: Place) -> None:
    world = here.world
    instance = asked(world)
    erase(world, "gaoxiang")

    read = world.instance("liming", instance["id"])["values"]

    assert read["card"] == "****"
    assert read["accounts"][0]["account"] == "****5667", "this one is about the initiator"


@pytest.mark.spec("C3")
def test_what_is_new_about_an_erased_person_is_refused_in_words(here: Place) -> None:
    world = here.world
    instance = asked(world)
    world.decide("zhoumin", instance, "approve")
    erase(world, "gaoxiang")

    fresh = world.try_submit("liming", "sealed", values(world))
    edited = world.try_decide("pengli", instance, "approve", values={"card": CARD_AGAIN})

    for answer in (fresh, edited):
        assert answer.status_code == 409, answer.text
        assert answer.json()["code"] == "runtime.subject.erased"
        assert "已按要求清除" in answer.json()["detail"]


class Erase(msgspec.Struct, frozen=True):
    """Destroy the key of a person."""

    subject: str


def erase(world: World, login: str) -> None:
    """As a request of the person for erasure does."""
    person = world.app.directory.current().person_by_login(login)
    assert person is not None
    vault, subject = world.app.rooms.vault, f"person:{person.no}"
    key = SHARDS[slot_of_key(f"subject:{subject}")], subject, 1
    with world.app.store.read() as reader:
        assert reader.get(SUBJECT_KEY, *key) is not None

    def handle(command: Erase, work: Work) -> Handled:
        assert vault.erase(work, command.subject)
        return Handled()

    routes = world.app.rooms.dispatcher.routes
    assert isinstance(routes, dict)
    routes[Erase] = Route("internal", handle)
    world.app.submit(Erase(subject))
