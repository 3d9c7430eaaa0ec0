"""Sensitive values at rest: sealed under a key per subject, erased by destroying that key.

A subject is whoever the values are about (`person:E022`), or the record they belong to. Its key is
made at first use and kept wrapped by the installation's key; backups, logs and the database file
hold ciphertext alone.

Deliberately unknown here: which values are sensitive, and who may see them.
"""

from dujiang.vault.tables import TABLES
from dujiang.vault.vault import Keys, KeysOfQuestion, KeysToMake, Vault

__all__ = ["TABLES", "Keys", "KeysOfQuestion", "KeysToMake", "Vault"]
