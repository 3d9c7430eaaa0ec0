"""S1..S12 as packages of models and data, and the demo company they happen in.

No rule of its own: if a scenario needs code, a room lacks a feature.
"""
