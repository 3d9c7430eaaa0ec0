# ruff: noqa: ANN001, ANN201 - runs in the peers' environment, outside our types
"""Runs in the peers' own environment (`build/peers`): prints microseconds a call as JSON.

Reads what `bench.rules` asks for from stdin: expressions with a context, tables as rows.
 Numbers are floats here: none of these engines has decimals.
"""

import json
import sys
from time import process_time


def microseconds(action, wanted_s=0.2):
    """CPU microseconds of one call, the best of five rounds."""
    action()
    begun = process_time()
    action()
    count = max(3, int(wanted_s / 5 / max(process_time() - begun, 1e-7)))
    count = min(count, 20_000)
    best = float("inf")
    for _ in range(5):
        begun = process_time()
        for _ in range(count):
            action()
        best = min(best, (process_time() - begun) / count)
    return best * 1e6


def expressions(case):
    """The engines that know the case."""
    context = case["context"]
    if "cel" in case:
        import cel

        program = cel.compile(case["cel"])
        yield "cel (Rust)", lambda: program.execute(context)
    if "celpy" in case:
        import celpy

        environment = celpy.Environment()
        runner = environment.program(environment.compile(case["celpy"]))
        activation = celpy.json_to_cel(context)
        yield "cel-python", lambda: runner.evaluate(activation)
    if "zen" in case:
        import zen

        expression = zen.compile_expression(case["zen"])
        yield "zen-engine (Rust)", lambda: expression.evaluate(context)
    if "bkflow" in case:
        from bkflow_feel.api import parse_expression

        yield "bkflow-feel", lambda: parse_expression(case["bkflow"], context)


def zen_table(rules, context):
    """A decision of zen-engine with one table."""
    import zen

    rows = [
        {"_id": str(n), "i1": f'"{level}"', "i2": f"[{low}..{high})", "o1": f'"{result}"'}
        for n, (level, low, high, result) in enumerate(rules)
    ]
    fields = [
        {"id": "i1", "name": "l", "field": "level"},
        {"id": "i2", "name": "a", "field": "amount"},
    ]
    content = {
        "hitPolicy": "first",
        "inputs": fields,
        "outputs": [{"id": "o1", "name": "o", "field": "o"}],
        "rules": rows,
    }
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {
                "id": "t",
                "type": "decisionTableNode",
                "name": "t",
                "content": content,
                "position": {"x": 0, "y": 0},
            },
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 0, "y": 0}},
        ],
        "edges": [
            {"id": "e1", "type": "edge", "sourceId": "in", "targetId": "t"},
            {"id": "e2", "type": "edge", "sourceId": "t", "targetId": "out"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    assert decision.evaluate(context)["result"]["o"]
    return lambda: decision.evaluate(context)


def main():
    """Measure everything that was asked for."""
    asked = json.load(sys.stdin)
    found = {}
    for case in asked["cases"]:
        found[case["name"]] = {}
        for name, run in expressions(case):
            try:
                found[case["name"]][name] = microseconds(run)
            except Exception as error:  # noqa: BLE001 - a peer that does not know the expression
                sys.stderr.write(f"{name} cannot do {case['name']}: {error}\n")
    for name, table in asked["tables"].items():
        action = zen_table(table["rules"], table["context"])
        found[name] = {"zen-engine (Rust)": microseconds(action)}
    json.dump(found, sys.stdout)


main()
