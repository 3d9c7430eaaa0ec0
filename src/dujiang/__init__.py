"""Dujiang（都江）: draw a business process, give it forms and rules, run it."""

__version__ = "0.1.0"
