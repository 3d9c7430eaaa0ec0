"""The scenario library（流程模板库）: processes with forms, rules and ledgers, as packages of data.

Invariant: no rule of its own. If a scenario needs code, a room lacks a feature.
"""

from dujiang.scenarios.packages import PACKAGES, demo_commands, install, install_commands, load_demo

__all__ = ["PACKAGES", "demo_commands", "install", "install_commands", "load_demo"]
