"""Plays the short sentences of `cases/approvals.toml` over HTTP.

A case has steps (rows of a model), a play, and nothing else: what is expected stands in the play.

| sentence | does |
|---|---|
| `liming asks` | hands the start form in; `liming asks amount=5` with other values |
| `zhoumin approves` | acts on the open item of the case; see `ACTS`; ` -> 409` expects a refusal |
| `waits for zhoumin, role:hr` | exactly these people (and groups) have the turn |
| `state returned`, `ended approved` | how the request stands |
| `history has escalated to zhoumin` | an entry: kind, then `by`, `for`, `to` with a login |
| `why zhoumin: 部门负责人` | the reason why somebody has it contains the text |
| `zhoumin may approve reject` | exactly these actions are offered and possible |
| `foresees zhoumin return apply: 撤下` | a consequence, said beforehand, contains the text |
| `time passes PT48H` | the clock goes on, everything planned happens |
| `songjia is away` | for two days; `for heli` with a deputy, `up to 50`, `to assist` |
| `zhoumin has N notices` | that many of the request |
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from dujiang.approvals import SaveAbsence, SaveDeputy
from dujiang.calendars import parse_duration
from dujiang.deployments import DeployPackage
from dujiang.engine import commands as engine
from dujiang.kernel.ids import id_from_text
from dujiang.runtime import OperateInstance
from tests.approvals.models import FORM, VALUES, branches, line, step
from tests.journeys.harness import World

ACTS: Final = {
    "approves": "approve",
    "rejects": "reject",
    "abstains": "abstain",
    "completes": "complete",
    "submits": "submit",
    "claims": "claim",
    "releases": "release",
    "advises": "advise",
    "recalls": "recall",
}
_ACCESS: Final = {"edit": "edit", "hide": "hidden"}
_INNER: Final = frozenset(
    (
        *("people", "role", "claim", "head", "chain", "initiator", "picked", "pickedBy"),
        *("decision", "expression", "field", "group", "position", "deadline", "remind", "apart"),
        *("copy", "edits", "hides", "id", "apartField"),
    )
)


def step_of(row: Mapping[str, Any]) -> str:
    """The user task that a row describes."""
    claim = str(row.get("claim", False)).lower()
    inner = "".join(_assignees(row, claim))
    for text in row.get("deadline", ()):
        duration, action, *clock = text.split()
        kind = "due" if action == "-" else "action"
        action = "" if action == "-" else action
        on = clock[0] if clock else "clock"
        inner += (
            f'<dj:deadline kind="{kind}" duration="{duration}" clock="{on}" action="{action}"/>'
        )
    for text in row.get("remind", ()):
        when, duration = text.split()
        inner += f'<dj:reminder {when}="{duration}" clock="clock"/>'
    for text in row.get("apart", "").split():
        inner += f'<dj:apart step="{text}"/>'
    if "apartField" in row:
        inner += f'<dj:apart field="{row["apartField"]}"/>'
    fields = "".join(
        f'<dj:field key="{key}" access="edit"/>' for key in row.get("edits", "").split()
    )
    fields += "".join(
        f'<dj:field key="{key}" access="hidden"/>' for key in row.get("hides", "").split()
    )
    if "copy" in row:
        fields += f'<dj:copy source="user" value="{row["copy"]}"/>'
    stated = {k: str(v).lower() if isinstance(v, bool) else str(v) for k, v in row.items()}
    return step(
        row["id"], inner, fields, **{k: v for k, v in stated.items() if k not in _INNER | {"id"}}
    )


def _assignees(row: Mapping[str, Any], claim: str) -> list[str]:
    found = []
    if "people" in row:
        found.append(f'<dj:assignee source="user" value="{row["people"]}"/>')
    for source in ("role", "group", "position", "field", "expression", "decision"):
        if source in row:
            value = str(row[source]).replace('"', "&quot;")
            found.append(f'<dj:assignee source="{source}" value="{value}" claim="{claim}"/>')
    if row.get("head"):
        found.append('<dj:assignee source="departmentHead" of="initiator"/>')
    if "chain" in row:
        found.append(f'<dj:assignee source="headChain" of="initiator" levels="{row["chain"]}"/>')
    if row.get("initiator"):
        found.append('<dj:assignee source="initiator"/>')
    if "picked" in row:
        found.append(
            f'<dj:assignee source="picked" value="{row["picked"]}" of="{row.get("pickedBy", "")}"/>'
        )
    return found


class Play:
    """One case in a world."""

    def __init__(self, world: World, number: int, case: Mapping[str, Any]) -> None:
        self.world = world
        self.key = case.get("key", f"case_{number}")
        xml = case.get("xml") or self._model(case)
        decisions = case.get("decisions", {})
        world.app.submit(
            DeployPackage(xml=xml.encode(), forms={"f": FORM}, decisions=dict(decisions))
        )
        self.asked: dict[str, Any] = {}
        self.initiator = ""

    def _model(self, case: Mapping[str, Any]) -> str:
        steps = [step_of(row) for row in case["steps"]]
        if "beside" in case:
            beside = [step_of(row) for row in case["beside"]]
            return branches(steps, beside, process=self.key)
        return line(*steps, process=self.key, settings=case.get("settings", ""))

    def say(self, sentence: str) -> None:
        """Do what the sentence says, or check it."""
        sentence, _, refusal = sentence.partition(" -> ")
        for pattern, method in _SENTENCES:
            match = re.fullmatch(pattern, sentence)
            if match:
                answer = method(self, *match.groups())
                if answer is not None:
                    self._judge(sentence, answer, refusal)
                return
        raise AssertionError(f"nobody understands: {sentence}")

    def _judge(self, sentence: str, answer: Any, refusal: str) -> None:
        status, _, code = refusal.partition(" ")
        if refusal:
            assert str(answer.status_code) == status, f"{sentence}: {answer.text}"
            assert code in answer.text, f"{sentence}: {answer.text}"
        else:
            assert answer.status_code < 300, f"{sentence}: {answer.text}"

    # Acting

    def asks(self, login: str, given: str) -> Any:
        values, picked = self._values(given)
        body = self.world.start_body(login, self.key, {**VALUES, **values})
        answer = self.world.as_(login).send(
            "POST", "/instances", {**body, "picked": picked}, key=self.world.fresh_key()
        )
        self.initiator = login
        if answer.status_code == 201:
            self.asked = self.world.instance(login, answer.json()["instanceId"])
        return answer

    def acts(self, login: str, verb: str, given: str) -> Any:
        values, picked = self._values(given)
        body: dict[str, Any] = {"values": values, "picked": picked} if given else {}
        if verb == "rejects":
            body |= {"reasonCategory": "RULE", "comment": "不合规定"}
        return self._decide(login, ACTS[verb], **body)

    def signs(self, login: str, name: str) -> Any:
        return self._decide(login, "approve", signature=name)

    def returns(self, login: str, target: str, way: str | None) -> Any:
        given = {"comeBack": way} if way else {}
        return self._decide(login, "return", returnTo=target, comment="请补充", **given)

    def gives(self, login: str, verb: str, to: str) -> Any:
        action = {"transfers": "transfer", "delegates": "delegate"}[verb]
        return self._decide(login, action, people=[self.world.person_id(to)], comment="你来")

    def adds(self, login: str, place: str, people: str, mode: str | None) -> Any:
        action = "add" + place.capitalize()
        ids = [self.world.person_id(one) for one in people.split(" and ")]
        given = {"mode": mode} if mode else {}
        return self._decide(login, action, people=ids, **given)

    def removes(self, login: str, person: str) -> Any:
        item = self._item_of(person)
        path = f"/items/{item['itemId']}/decisions"
        detail = self.world.as_(login).get(f"/items/{item['itemId']}")["item"]
        body = {"action": "remove", "version": detail["version"], "comment": "不用了"}
        return self.world.as_(login).send("POST", path, body, key=self.world.fresh_key())

    def takes_back(self, login: str) -> Any:
        mine = self.world.as_(login).get("/items", box="done", process=self.key)["items"]
        item = next(one for one in mine if one["instanceId"] == self.asked["id"])
        path = f"/items/{item['id']}/take-back"
        return self.world.as_(login).send("POST", path, {"reason": "看错了"})

    def of_instance(self, login: str, verb: str) -> Any:
        path = {"withdraws": "withdraw", "cancels": "cancel", "reminds": "remind"}[verb]
        body = {"reason": "不办了"}
        return self.world.as_(login).send("POST", f"/instances/{self.asked['id']}/{path}", body)

    def copies(self, login: str, to: str) -> Any:
        body = {"people": [self.world.person_id(to)]}
        return self.world.as_(login).send("POST", f"/instances/{self.asked['id']}/copies", body)

    def reads_copy(self, login: str) -> Any:
        return self.world.as_(login).send("POST", f"/instances/{self.asked['id']}/copies/read")

    def drafts(self, login: str) -> Any:
        item = self.world.item(login, self.asked)
        body = {"values": {}, "comment": "再想想"}
        return self.world.as_(login).send("PUT", f"/items/{item['id']}/draft", body)

    def operates(self, verb: str) -> None:
        at = self.world.clock.now()
        operation = {"suspend": engine.Suspend(at=at), "resume": engine.Resume(at=at)}[verb]
        self.world.app.submit(OperateInstance(id_from_text(self.asked["id"]) or 0, operation))

    def away(self, login: str, deputy: str | None, limit: str | None, kind: str | None) -> None:
        now = self.world.clock.now()
        person = self._id(login)
        given = {"from_at": now, "until_at": now + timedelta(days=2)}
        if deputy:
            command = SaveDeputy(
                who=person,
                deputy=self._id(deputy),
                kind="assist" if kind else "act",
                amount_limit=Decimal(limit) if limit else None,
                **given,
            )
            self.world.app.submit(command)
        else:
            self.world.app.submit(SaveAbsence(person_id=person, **given))

    def passes(self, duration: str) -> None:
        length = parse_duration(duration)
        assert length is not None, duration
        self.world.travel(length.after(self.world.clock.now()))

    # Seeing

    def waits(self, people: str) -> None:
        waiting = self._seen()["waiting"]
        found = sorted(w["person"]["id"] if w["person"] else w["group"] for w in waiting)
        wanted = [one for one in people.split(", ") if one != "nobody"]
        ids = [self.world.person_id(one) if one.isascii() else one for one in wanted]
        assert found == sorted(ids), [w["person"] and w["person"]["name"] for w in waiting]

    def stands(self, state: str) -> None:
        seen = self._seen()
        assert seen["state"] == state, seen["state"]

    def ended(self, outcome: str) -> None:
        seen = self._seen()
        assert (seen["state"], seen["outcome"]) == ("ended", outcome)

    def history(self, kind: str, rest: str) -> None:
        words = rest.split()
        wanted = {a: self._id_text(b) for a, b in zip(words[::2], words[1::2], strict=True)}
        names = {"by": "actor", "for": "onBehalfOf", "to": "toPerson"}
        path = f"/instances/{self.asked['id']}/timeline"
        entries = self.world.as_(self.initiator).get(path)["entries"]
        found = [e for e in entries if e["kind"] == kind]
        assert any(
            all((e[names[a]] or {}).get("id", "system") == b for a, b in wanted.items())
            for e in found
        ), [(e["kind"], e["text"]) for e in entries]

    def why(self, login: str, text: str) -> None:
        reason = self._item_of(login)["reason"]
        assert text in reason, reason

    def skipped(self, step: str, text: str) -> None:
        path = f"/instances/{self.asked['id']}/timeline"
        entries = self.world.as_(self.initiator).get(path)["entries"]
        found = [e for e in entries if e["kind"] == "skipped" and e["step"]["id"] == step]
        assert any(text in (e["reason"] or "") for e in found), [e["reason"] for e in found]

    def offers(self, login: str, actions: str) -> None:
        item = self.world.item(login, self.asked)
        detail = self.world.as_(login).get(f"/items/{item['id']}")
        found = {one["action"] for one in detail["actions"] if one["enabled"]}
        assert found == set(actions.split()), found

    def foresees(self, login: str, action: str, target: str, text: str) -> None:
        item = self.world.item(login, self.asked)
        path = f"/items/{item['id']}/consequences"
        found = self.world.as_(login).get(path, action=action, target=target)["sentences"]
        assert any(text in one["text"] for one in found), [one["text"] for one in found]

    def sees(self, login: str, denied: str | None, field: str) -> None:
        item = self.world.item(login, self.asked)
        detail = self.world.as_(login).get(f"/items/{item['id']}")
        assert (field in detail["values"]) is not bool(denied)

    def read_receipt(self, login: str, denied: str | None) -> None:
        path = f"/instances/{self.asked['id']}/copies"
        readers = self.world.as_(self.initiator).get(path)["items"]
        mine = next(r for r in readers if r["person"]["id"] == self._id_text(login))
        assert (mine["readAt"] is not None) is not bool(denied)

    def incident(self, code: str) -> None:
        found = self.world.as_("gumingyuan").get("/incidents")["items"]
        mine = [one for one in found if one["instanceId"] == self.asked["id"]]
        assert [one["code"] for one in mine] == [code], found

    def has_notice(self, login: str, text: str) -> None:
        found = self.world.as_(login).get("/notices")["items"]
        mine = [one["text"] for one in found if one["instanceId"] == self.asked["id"]]
        assert any(text in one for one in mine), mine

    # Parts

    def _decide(self, login: str, action: str, **given: Any) -> Any:
        item = self.world.item(login, self.asked)
        body = {"action": action, "version": item["version"], **given}
        path = f"/items/{item['id']}/decisions"
        return self.world.as_(login).send("POST", path, body, key=self.world.fresh_key())

    def _seen(self) -> dict[str, Any]:
        return self.world.instance(self.initiator, self.asked["id"])

    def _item_of(self, login: str) -> dict[str, Any]:
        person = self.world.person_id(login)
        waiting = self._seen()["waiting"]
        return next(w for w in waiting if w["person"] and w["person"]["id"] == person)

    def _id(self, login: str) -> int:
        return id_from_text(self.world.person_id(login)) or 0

    def _id_text(self, login: str) -> str:
        return "system" if login == "system" else self.world.person_id(login)

    def _values(self, given: str | None) -> tuple[dict[str, Any], dict[str, list[str]]]:
        values: dict[str, Any] = {}
        picked: dict[str, list[str]] = {}
        for part in (given or "").split():
            name, _, value = part.partition("=")
            if name.startswith("pick:"):
                people = value.split(",")
                picked[name.removeprefix("pick:")] = [self.world.person_id(p) for p in people]
            else:
                values[name] = float(value) if name == "amount" else value
        return values, picked


_SENTENCES: Final[tuple[tuple[str, Callable[..., Any]], ...]] = (
    (r"(\w+) asks ?(.*)", Play.asks),
    (rf"(\w+) ({'|'.join(ACTS)}) ?(.*)", Play.acts),
    (r"(\w+) signs as (\S+)", Play.signs),
    (r"(\w+) returns to (\w+)(?: (rerun|resume|changed))?", Play.returns),
    (r"(\w+) (transfers|delegates) to (\w+)", Play.gives),
    (r"(\w+) adds (before|after|beside) ([\w ]+?)(?: in mode (\w+))?", Play.adds),
    (r"(\w+) removes (\w+)", Play.removes),
    (r"(\w+) takes it back", Play.takes_back),
    (r"(\w+) (withdraws|cancels|reminds)", Play.of_instance),
    (r"(\w+) copies (\w+)", Play.copies),
    (r"(\w+) reads the copy", Play.reads_copy),
    (r"(\w+) drafts", Play.drafts),
    (r"operator (suspend|resume)s", Play.operates),
    (r"(\w+) is away(?: for (\w+))?(?: up to (\d+))?( to assist)?", Play.away),
    (r"time passes (\S+)", Play.passes),
    (r"waits for (.+)", Play.waits),
    (r"state (\w+)", Play.stands),
    (r"ended (\w+)", Play.ended),
    (r"history has (\w+) ?(.*)", Play.history),
    (r"why (\w+): (.+)", Play.why),
    (r"skipped (\w+): (.+)", Play.skipped),
    (r"(\w+) may (.+)", Play.offers),
    (r"foresees (\w+) (\w+) (\w+): (.+)", Play.foresees),
    (r"(\w+) does( not)? see (\w+)", Play.sees),
    (r"(\w+) has( not)? read it", Play.read_receipt),
    (r"incident (\S+)", Play.incident),
    (r"(\w+) is told (.+)", Play.has_notice),
)
