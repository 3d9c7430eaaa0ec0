"""Scenario packages: folders of models and data, installed through commands.

| file | is |
|---|---|
| `KEY.bpmn` | the process |
| `KEY.form.json` | a form |
| `KEY.dmn` | a decision model |
| `KEY.ledger.json` | a ledger |
| `KEY.connection.json` | a connection that it needs: without address and secrets |
| `demo.toml` | rows that the demo company begins with |
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import msgspec

from dujiang.connectors import BringConnection
from dujiang.deployments import DeployPackage
from dujiang.dmn import parse
from dujiang.ledgers import DefineLedger, FillLedger, InsertRow

PACKAGES: Final = (
    "revoke", "leave", "trip", "finance", "purchasing", "payment", "allowance", "renewal",
    "staff", "offboarding", "onboarding",
    "purchase",
)  # fmt: skip
"""Every package that is shipped, in an order in which each finds the ledgers it needs."""

Submit = Callable[[msgspec.Struct], Any]


def install(package: str, submit: Submit) -> None:
    """Install one package: its ledgers, then its process with forms and decisions.

    Doing it again changes nothing that has not changed in the package.
    """
    for command in install_commands(package):
        submit(command)


def install_commands(package: str) -> Iterator[msgspec.Struct]:
    """The commands that install a package, in order."""
    folder = files(__package__).joinpath(package)
    for _key, text in _with_suffix(folder, ".ledger.json"):
        yield DefineLedger(definition=msgspec.json.decode(text))
    for _key, text in _with_suffix(folder, ".connection.json"):
        yield BringConnection(definition=msgspec.json.decode(text))
    forms = dict(_with_suffix(folder, ".form.json"))
    decisions = dict(_with_suffix(folder, ".dmn"))
    for _key, model in _with_suffix(folder, ".bpmn"):
        mine = {key: text for key, text in forms.items() if f'<dj:form key="{key}"' in model}
        speaking = model + "".join(mine.values())
        yield DeployPackage(
            xml=model.encode(),
            forms={key: msgspec.json.decode(text) for key, text in mine.items()},
            decisions=_asked(decisions, speaking),
        )


def _asked(decisions: dict[str, str], speaking: str) -> dict[str, str]:
    """The decision models that a process and its forms ask, and those that these ask in turn."""
    found: dict[str, str] = {}
    while True:
        more = {
            key: text
            for key, text in decisions.items()
            if key not in found and any(name in speaking for name in _decision_names(text))
        }
        if not more:
            return found
        found |= more
        speaking = "".join(more.values())


def _decision_names(text: str) -> list[str]:
    model = parse(text.encode()).model
    return [] if model is None else [decision.id for decision in model.decisions]


def load_demo(submit: Submit, packages: Sequence[str] = PACKAGES) -> None:
    """Install the packages, in this order, and give the demo company its rows."""
    for package in packages:
        install(package, submit)
        for command in demo_commands(package):
            submit(command)


def demo_commands(package: str) -> Iterator[msgspec.Struct]:
    """The rows that the demo company begins with."""
    found = files(__package__).joinpath(package, "demo.toml")
    if not found.is_file():
        return
    data = tomllib.loads(found.read_text("utf-8"))
    for fill in data.get("fill", ()):
        yield FillLedger(ledger=fill["ledger"], rows=fill["rows"])
    for ledger, rows in data.get("rows", {}).items():
        for values in rows:
            yield InsertRow(ledger=ledger, values=values)


def _with_suffix(folder: Traversable, suffix: str) -> list[tuple[str, str]]:
    found = (file for file in folder.iterdir() if file.name.endswith(suffix))
    return sorted((file.name.removesuffix(suffix), file.read_text("utf-8")) for file in found)
