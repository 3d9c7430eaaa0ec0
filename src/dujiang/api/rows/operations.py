"""Operators' repairs, migration, versions and models of other tools."""

from typing import Final

from dujiang.api.endpoints import MODEL_BODY_BYTES, Endpoint
from dujiang.api.schemas import operations as o
from dujiang.api.schemas.instances import Reason
from dujiang.api.schemas.processes import VersionRow

ROWS: Final = (
    Endpoint(
        operation="listOperated", method="GET", path="/operations/instances",
        permission="instance.operate", tag="operations",
        says="Instances of the processes that I operate, automatic ones too; newest first.",
        query=o.OperatedQuery, answers=o.OperatedList,
    ),
    Endpoint(
        operation="startByHand", method="POST", path="/operations/instances",
        permission="instance.operate", tag="operations",
        says="Start a process without a form: of another tool, or an automatic one.",
        takes=o.StartByHand, answers=o.InstanceOperated, status=201,
    ),
    Endpoint(
        operation="readOperations", method="GET", path="/instances/{instance_id}/operations",
        permission="instance.operate", tag="operations",
        says="What an operator sees inside an instance, and what may be done about it.",
        answers=o.OperationsView,
    ),
    Endpoint(
        operation="operateInstance", method="POST", path="/instances/{instance_id}/operations",
        permission="instance.operate", tag="operations",
        says="Repair an instance, with a reason that stays in the log.",
        takes=o.OperationRequest, answers=o.InstanceOperated,
    ),
    Endpoint(
        operation="previewOperation", method="POST",
        path="/instances/{instance_id}/operations/preview",
        permission="instance.operate", tag="operations",
        says="What a repair would remove, open and keep; changes nothing.",
        takes=o.OperationRequest, answers=o.OperationPreview,
    ),
    Endpoint(
        operation="planMigration", method="POST", path="/operations/migration-plans",
        permission="instance.operate", tag="operations",
        says="Propose or judge a mapping between two versions, for the chosen instances.",
        takes=o.MigrationRequest, answers=o.MigrationPlan,
    ),
    Endpoint(
        operation="operateMany", method="POST", path="/operations/bulk",
        permission="instance.operate", tag="operations",
        says="The same repair for many instances, in the background.",
        takes=o.BulkRequest, answers=o.BulkBegun, status=202,
    ),
    Endpoint(
        operation="readDifference", method="GET",
        path="/versions/{version_id}/difference/{other_id}",
        permission="process.read", tag="processes",
        says="What the first version has that differs from the other (the newer) one.",
        answers=o.VersionDifference,
    ),
    Endpoint(
        operation="putVersionInForce", method="POST", path="/versions/{version_id}/in-force",
        permission="process.deploy", tag="processes",
        says="Start new instances by this version again; running ones keep theirs.",
        takes=Reason, answers=VersionRow,
    ),
    Endpoint(
        operation="importModel", method="POST", path="/models/import",
        permission="process.design", tag="processes",
        says="Translate a model of another tool; nothing is kept yet.",
        takes=o.ModelImport, answers=o.ModelReport, max_body_bytes=MODEL_BODY_BYTES,
    ),
)  # fmt: skip
