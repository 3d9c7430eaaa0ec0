"""Connections（连接）: how other systems are reached, and what they may tell us by webhook.

Set up by people who may, named by models. Secrets are sealed, and leave this room only in a call
to the system that they are for.
"""

from dujiang.connectors.connections.model import (
    PRACTICE,
    Authentication,
    Connection,
    ConnectionDefinition,
    Subscription,
)

__all__ = [
    "PRACTICE",
    "Authentication",
    "Connection",
    "ConnectionDefinition",
    "Subscription",
]
