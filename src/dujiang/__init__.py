"""Dujiang（都江）: business process automation — draw a process, give it forms and rules, run it."""

__version__ = "0.1.0"
