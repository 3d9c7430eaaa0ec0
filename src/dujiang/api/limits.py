"""How often: signing in by address, requests by person. Kept in memory, for each node by itself."""

from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from dujiang.kernel.errors import LimitExceeded
from dujiang.runtime import Actor

RETRY_S: Final = 60


class Limits:
    """Counts and refuses."""

    def __init__(self, *, sign_ins_per_minute: int, requests_per_minute: int) -> None:
        storage = MemoryStorage()
        self._sign_ins = RateLimitItemPerMinute(sign_ins_per_minute)
        self._requests = RateLimitItemPerMinute(requests_per_minute)
        self._moving = MovingWindowRateLimiter(storage)
        self._fixed = FixedWindowRateLimiter(storage)

    def sign_in(self, address: str) -> None:
        """Somebody tries to sign in; `LimitExceeded` when their address did so too often."""
        if not self._moving.hit(self._sign_ins, "sign-in", address):
            raise LimitExceeded(
                "api.sign_in.too_often", retry_after_s=RETRY_S, limit=self._sign_ins.amount
            )

    def request(self, actor: Actor) -> None:
        """A request of a person, or of an address without one; `LimitExceeded` when too many."""
        who = str(actor.person_id or actor.address)
        if not self._fixed.hit(self._requests, "request", who):
            raise LimitExceeded(
                "api.requests.too_often", retry_after_s=RETRY_S, limit=self._requests.amount
            )
