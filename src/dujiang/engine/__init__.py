"""The pure core: `step(program, state, command)` returns facts, `apply` makes them true.

Deliberately absent: time, storage, people, HTTP, logging. A user task is "created" and
"completed", nothing more. Commands are in `dujiang.engine.commands`, facts in
`dujiang.engine.events`, the state in `dujiang.engine.state`.
"""

from dujiang.engine.apply import apply, apply_all
from dujiang.engine.compiling import Compiled, check_process, compile_process
from dujiang.engine.expressions import key_text
from dujiang.engine.mapping import Pair, propose_mapping, renamed
from dujiang.engine.migrate import plan_migration
from dujiang.engine.program import Decided, Decision, Node, Program, StartPoint
from dujiang.engine.rejection import Rejected
from dujiang.engine.repair import may_skip
from dujiang.engine.start_conditions import started_by
from dujiang.engine.start_timers import (
    StartTimer,
    check_start_timers,
    next_start_timer,
    start_timers,
)
from dujiang.engine.state import ROOT, Head, Scope, State, changed_scopes
from dujiang.engine.step import Accepted, Outcome, step

__all__ = [
    "ROOT",
    "Accepted",
    "Compiled",
    "Decided",
    "Decision",
    "Head",
    "Node",
    "Outcome",
    "Pair",
    "Program",
    "Rejected",
    "Scope",
    "StartPoint",
    "StartTimer",
    "State",
    "apply",
    "apply_all",
    "changed_scopes",
    "check_process",
    "check_start_timers",
    "compile_process",
    "key_text",
    "may_skip",
    "next_start_timer",
    "plan_migration",
    "propose_mapping",
    "renamed",
    "start_timers",
    "started_by",
    "step",
]
