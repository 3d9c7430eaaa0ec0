"""The rules: pure functions over frozen values. No rows, no clock, no directory of people."""
