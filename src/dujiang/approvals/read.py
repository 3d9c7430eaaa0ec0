"""Questions for the edges: lists, items, timelines. Grown below."""

from dujiang.approvals.office import Office
from dujiang.approvals.tables import ITEM, ItemRow
from dujiang.deployments import Deployments
from dujiang.kernel.ids import shard_of
from dujiang.store import Reader


class ApprovalsReader:
    """Answers what people may see of requests, tasks and items."""

    def __init__(self, office: Office, deployments: Deployments) -> None:
        self._office = office
        self._deployments = deployments

    def items_of(self, reader: Reader, instance_id: int) -> list[ItemRow]:
        """All items of an instance."""
        return reader.find(ITEM, "by_instance", shard_of(instance_id), instance_id)
