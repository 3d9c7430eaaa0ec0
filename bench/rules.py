"""FEEL expressions and decision tables against other engines and plain Python, in one run.

    python -m bench.rules             prints a table and merges rows into build/bench.json

Peers that are not ours to depend on live in `build/peers` (made here by uv when it is missing);
feelin is the one of the front end. Ours and compiled Python calculate with `Decimal`, the others
with binary floats. Times are CPU time of one thread, the best of several rounds.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from time import process_time
from types import SimpleNamespace
from typing import Any

from tests.dmn.building import DMN_15, compiled, decision, definitions, input_data, table

from dujiang.feel import compile_expression
from dujiang.kernel.values import as_value

REPOSITORY = Path(__file__).parents[1]
RESULTS = REPOSITORY / "build" / "bench.json"
PEERS = REPOSITORY / "build" / "peers"
PEER_PACKAGES = (
    "bkflow-feel==1.2.*",
    "zen-engine==2.1.*",
    "common-expression-language==0.10.*",
    "cel-python==0.5.*",
)
ROUNDS = 7
TABLE_SIZES = (10, 100, 1_000)

CASES: list[dict[str, Any]] = [
    {
        "name": "arithmetic",
        "feel": "price * quantity * (1 - discount / 100) + freight",
        "context": {"price": 12.5, "quantity": 3.0, "discount": 5.0, "freight": 8.0},
        "cel": "price * quantity * (1.0 - discount / 100.0) + freight",
        "celpy": "price * quantity * (1.0 - discount / 100.0) + freight",
        "zen": "price * quantity * (1 - discount / 100) + freight",
        "bkflow": "((price * quantity) * (1.0 - (discount / 100.0))) + freight",
    },
    {
        "name": "comparison",
        "feel": 'amount >= 1000 and amount < 5000 and level = "A"',
        "context": {"amount": 3000.0, "level": "A"},
        "cel": 'amount >= 1000.0 && amount < 5000.0 && level == "A"',
        "celpy": 'amount >= 1000.0 && amount < 5000.0 && level == "A"',
        "zen": 'amount >= 1000 and amount < 5000 and level == "A"',
        "bkflow": '(amount >= 1000.0) and ((amount < 5000.0) and (level = "A"))',
    },
    {
        "name": "conditional",
        "feel": 'if days > 3 then "manager" else "lead"',
        "context": {"days": 4.0},
        "cel": 'days > 3.0 ? "manager" : "lead"',
        "celpy": 'days > 3.0 ? "manager" : "lead"',
        "zen": 'days > 3 ? "manager" : "lead"',
        "bkflow": 'if (days > 3.0) then "manager" else "lead"',
    },
    {
        "name": "filter and sum of 20 items",
        "feel": "sum(items[price > 10].price)",
        "context": {"items": [{"price": float(n)} for n in range(20)]},
        "zen": "sum(map(filter(items, #.price > 10), #.price))",
    },
]

PYTHON: Mapping[str, Callable[[Any], Any]] = {
    "arithmetic": lambda c: c["price"] * c["quantity"] * (1 - c["discount"] / 100) + c["freight"],
    "comparison": lambda c: c["amount"] >= 1000 and c["amount"] < 5000 and c["level"] == "A",
    "conditional": lambda c: "manager" if c["days"] > 3 else "lead",
    "filter and sum of 20 items": lambda c: sum(
        [item["price"] for item in c["items"] if item["price"] > 10]
    ),
}


def microseconds(action: Callable[[], object], wanted_s: float = 0.2) -> float:
    """CPU microseconds of one call, the best of several rounds."""
    action()
    begun = process_time()
    action()
    count = min(20_000, max(3, int(wanted_s / ROUNDS / max(process_time() - begun, 1e-7))))
    best = float("inf")
    for _ in range(ROUNDS):
        begun = process_time()
        for _ in range(count):
            action()
        best = min(best, (process_time() - begun) / count)
    return best * 1e6


# -- tables


def rules_of(count: int) -> list[tuple[str, int, int, str]]:
    """Level, amount from, amount below, result."""
    return [(f"L{n % 10}", n * 100, n * 100 + 100, f"r{n}") for n in range(count)]


def table_context(count: int) -> dict[str, Any]:
    """Inputs that the last rule but two matches."""
    n = count - 3
    return {"level": f"L{n % 10}", "amount": float(n * 100 + 50)}


def table_rows(count: int) -> list[tuple[str, str, str]]:
    """The rules as cells of a DMN table."""
    return [(f'"{level}"', f"[{low}..{high})", f'"{o}"') for level, low, high, o in rules_of(count)]


def our_table(count: int) -> Callable[[], Any]:
    """One decision with one table."""
    body = table(["level", "amount"], ["o"], table_rows(count), policy="FIRST")
    model = compiled(
        input_data("level"), input_data("amount"), decision("d", body, "in_level", "in_amount")
    )
    context = as_value(table_context(count))
    assert model.evaluate("d", context).value == f"r{count - 3}"
    return lambda: model.evaluate("d", context)


def python_table(count: int) -> Callable[[], Any]:
    """The loop one would write by hand."""
    rules = [(lv, Decimal(low), Decimal(high), o) for lv, low, high, o in rules_of(count)]
    context = as_value(table_context(count))

    def decide() -> str | None:
        level, amount = context["level"], context["amount"]
        for wanted, low, high, result in rules:
            if level == wanted and low <= amount < high:
                return result
        return None

    return decide


def spiff_table(count: int) -> Callable[[], Any]:
    """SpiffWorkflow's DMN engine; its cells are Python."""
    from lxml import etree
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
    from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
    from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

    rows = [(f'"{lv}"', f"{low} <= ? < {high}", f'"{o}"') for lv, low, high, o in rules_of(count)]
    body = table(["level", "amount"], ["o"], rows)
    root = etree.fromstring(definitions(decision("d", body)))
    for number, element in enumerate(
        root.iter("{*}input", "{*}output", "{*}inputEntry", "{*}outputEntry")
    ):
        element.set("id", f"e{number}")
    parser = DMNParser(None, root, {"dmn": DMN_15})
    parser.parse()
    engine = DMNEngine(parser.decision.decisionTables[0])
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())
    task = SimpleNamespace(data=table_context(count), workflow=workflow)
    assert engine.result(task) == {"o": f"r{count - 3}"}
    return lambda: engine.result(task)


# -- peers in environments of their own


def python_peers(tables: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Microseconds by case and peer."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        uv = REPOSITORY / ".venv" / "bin" / "uv"
        subprocess.run([uv, "venv", "-q", PEERS], check=True)
        install = [uv, "pip", "install", "-q", "--python", python, *PEER_PACKAGES]
        subprocess.run(install, check=True)
    script = Path(__file__).parent / "peers" / "rules_python.py"
    return _measured([str(python), str(script)], {"cases": CASES, "tables": tables})


def feelin() -> dict[str, dict[str, float]]:
    """Microseconds by case; empty where the front end's packages are not installed."""
    web = REPOSITORY / "web"
    if not (web / "node_modules" / "feelin").exists():
        return {}
    script = Path(__file__).parent / "peers" / "rules_feelin.mjs"
    command = f". ../bin/node-env && node {script}"
    return _measured(["bash", "-c", command], {"cases": CASES}, cwd=web)


def _measured(
    command: list[str], asked: dict[str, Any], cwd: Path = REPOSITORY
) -> dict[str, dict[str, float]]:
    found = subprocess.run(
        command, input=json.dumps(asked), capture_output=True, text=True, check=False, cwd=cwd
    )
    if found.returncode != 0:
        sys.stderr.write(found.stderr)
        return {}
    return dict(json.loads(found.stdout))


# -- rows


def row(case: str, ours: float, peer: float, peer_name: str) -> dict[str, Any]:
    """One row of the results; `ratio` is how many times faster we are."""
    return {
        "case": f"rules {case} / {peer_name}",
        "unit": "µs",
        "ours": round(ours, 3),
        "peer": round(peer, 3),
        "peer_name": peer_name,
        "ratio": round(peer / ours, 2),
    }


def compare() -> list[dict[str, Any]]:
    """Every case against every peer that knows it."""
    rows: list[dict[str, Any]] = []
    tables = {
        f"table of {count}": {"rules": rules_of(count), "context": table_context(count)}
        for count in TABLE_SIZES
    }
    peers = [python_peers(tables), feelin()]
    for case in CASES:
        name, context = case["name"], as_value(case["context"])
        expression = compile_expression(case["feel"])
        ours = microseconds(lambda e=expression, c=context: e.evaluate(c))  # type: ignore[misc]
        plain = microseconds(lambda f=PYTHON[name], c=context: f(c))  # type: ignore[misc]
        rows.append(row(name, ours, plain, "compiled Python"))
        for found in peers:
            rows += [row(name, ours, us, peer) for peer, us in found.get(name, {}).items()]
    rows += table_comparison(peers[0])
    return rows


def table_comparison(peers: dict[str, dict[str, float]]) -> list[dict[str, Any]]:
    """The tables, and our largest against our smallest."""
    rows: list[dict[str, Any]] = []
    ours = {count: microseconds(our_table(count)) for count in TABLE_SIZES}
    for count in TABLE_SIZES:
        name = f"table of {count}"
        rows.append(row(name, ours[count], microseconds(spiff_table(count)), "SpiffWorkflow"))
        rows.append(row(name, ours[count], microseconds(python_table(count)), "Python loop"))
        rows += [row(name, ours[count], us, peer) for peer, us in peers.get(name, {}).items()]
    rows.append(row("table of 1000", ours[1_000], ours[10], "our table of 10"))
    return rows


def merge(rows: list[dict[str, Any]]) -> None:
    """Put rows into build/bench.json, replacing those of the same case."""
    old = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else []
    cases = {each["case"] for each in rows}
    kept = [each for each in old if each["case"] not in cases]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept + rows, ensure_ascii=False, indent=2), "utf-8")


def main() -> None:
    """Measure, print, write."""
    rows = compare()
    merge(rows)
    for each in rows:
        values = f"{each['ours']:>10} {each['peer']:>12} {each['ratio']:>9}"
        sys.stdout.write(f"{each['case']:<55}{values}  {each['unit']}\n")


if __name__ == "__main__":
    main()
