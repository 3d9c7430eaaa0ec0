"""Rows of the contract by subject, for what `dujiang.api.contract` has no room for."""
