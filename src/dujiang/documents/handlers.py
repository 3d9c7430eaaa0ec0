"""Command -> rows, inside the transaction it is given."""

import msgspec

from dujiang.documents.commands import KeepFile, UseFiles
from dujiang.documents.events import FileKept, FilesUsed
from dujiang.documents.tables import FILE, FILE_USE, FileRow, FileUseRow
from dujiang.kernel.ids import id_text, shard_of
from dujiang.runtime import INTERNAL, AnyRoute, Handled, Outcome, Refused, Route, Work


def keep_file(command: KeepFile, work: Work) -> Outcome:
    """Remember who uploaded what."""
    file_id = work.new_id()
    work.insert(
        FILE,
        FileRow(
            shard=shard_of(file_id),
            id=file_id,
            name=command.name,
            media_type=command.media_type,
            size_bytes=command.size_bytes,
            digest=command.digest,
            uploaded_by=work.actor.id,
            uploaded_at=work.at,
        ),
    )
    fact = FileKept(file_id=file_id, size_bytes=command.size_bytes)
    return Handled(events=(fact,), answer={"file_id": file_id})


def use_files(command: UseFiles, work: Work) -> Outcome:
    """Note that an instance refers to files, if whoever handed them in may use them."""
    new: list[int] = []
    for file_id in dict.fromkeys(command.file_ids):
        shard = shard_of(file_id)
        if work.get(FILE_USE, shard, file_id, command.instance_id) is not None:
            continue
        row = work.get(FILE, shard, file_id)
        is_foreign = (
            row is not None and work.actor.kind == "person" and (row.uploaded_by != work.actor.id)
        )
        if row is None or is_foreign:
            return Refused("documents.file.not_yours", 422, {"file": id_text(file_id)})
        work.insert(FILE_USE, FileUseRow(shard, file_id, command.instance_id, work.at))
        new.append(file_id)
    if not new:
        return Handled(instance_id=command.instance_id)
    fact = FilesUsed(instance_id=command.instance_id, file_ids=tuple(new))
    return Handled(events=(fact,), instance_id=command.instance_id)


def document_routes() -> dict[type[msgspec.Struct], AnyRoute]:
    """The routes of this room."""
    return {KeepFile: Route("file.use", keep_file), UseFiles: Route(INTERNAL, use_files)}
