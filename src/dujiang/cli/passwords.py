"""Passwords on the command line: read from standard input, or made up and shown once."""

import secrets
import sys

WORD_BYTES = 12


def chosen_password(*, read: bool) -> tuple[str, bool]:
    """A password, and whether it was made up. Never an argument: others can see those."""
    if read:
        return sys.stdin.readline().rstrip("\n"), False
    return secrets.token_urlsafe(WORD_BYTES), True
