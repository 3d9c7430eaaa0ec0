"""Passwords as argon2id hashes; at most a few are computed at once, for each takes 64 MiB."""

from base64 import b64encode
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dujiang.kernel.errors import InvalidInput, LimitExceeded

MIN_PASSWORD_LENGTH: Final = 8
MAX_PASSWORD_LENGTH: Final = 200
MAX_PARALLEL_HASHES: Final = 2
"""Hashes computed at once in one process; each costs 64 MiB and about 0.2 s of one core."""
MAX_WAIT_S: Final = 10.0
"""How long a sign-in waits for its turn before it is refused."""


class Passwords:
    """Hashes and verifies. Thread-safe; blocks while others compute."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = BoundedSemaphore(MAX_PARALLEL_HASHES)
        self._nobody = _hash_of_nobody(self._hasher)

    def hash(self, password: str) -> str:
        """Hash a new password. Raises `InvalidInput` when it is too short or too long."""
        if not MIN_PASSWORD_LENGTH <= len(password) <= MAX_PASSWORD_LENGTH:
            raise InvalidInput(
                "identity.password.wrong_length",
                least=MIN_PASSWORD_LENGTH,
                most=MAX_PASSWORD_LENGTH,
            )
        with self._turn():
            return self._hasher.hash(password)

    def verify(self, password: str, hashed: str | None) -> bool:
        """Whether the password fits. Without a hash it takes as long and is false."""
        if len(password) > MAX_PASSWORD_LENGTH:
            return False
        with self._turn():
            try:
                self._hasher.verify(hashed or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return hashed is not None

    def _turn(self) -> "_Turn":
        return _Turn(self._turns)


def _hash_of_nobody(hasher: PasswordHasher) -> str:
    """What no password fits, at the cost of a real one; made without computing anything."""
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, tag = (
        b64encode(bytes(length)).decode().rstrip("=")
        for length in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v=19${costs}${salt}${tag}"


class _Turn:
    def __init__(self, turns: BoundedSemaphore) -> None:
        self._turns = turns

    def __enter__(self) -> None:
        if not self._turns.acquire(timeout=MAX_WAIT_S):
            raise LimitExceeded("identity.sign_in.busy", retry_after_s=int(MAX_WAIT_S))

    def __exit__(self, *exc: object) -> None:
        self._turns.release()
