"""One file per connector: each does jobs of one type against other systems.

Deliberately unknown here: each other, and who asked. A connector is given a job and answers with
an outcome; retries and incidents are the runtime's.
"""

from dujiang.connectors.addresses import AddressRefused, GuardedTransport
from dujiang.connectors.http import Connection, HttpJobs

__all__ = ["AddressRefused", "Connection", "GuardedTransport", "HttpJobs"]
