"""Which version a start or a call takes: in force, by tag, by number, or that of a moment."""

from dujiang.deployments.tables import PROCESS, VERSION, VersionRow
from dujiang.kernel.errors import NotFound
from dujiang.runtime import Wanted, Work


def bound_version(process_key: str, wanted: Wanted, work: Work) -> int:
    """Id of the version that is wanted. Raises `NotFound`."""
    if wanted.tag or wanted.number or wanted.beside_version_id:
        return _chosen(process_key, wanted, work).id
    process = work.get(PROCESS, process_key)
    if process is None or not process.version_id or not process.is_startable:
        raise NotFound("deployments.process.not_found", process=process_key)
    return process.version_id


def _chosen(process_key: str, wanted: Wanted, work: Work) -> VersionRow:
    if wanted.tag:
        tagged = work.find(VERSION, "by_tag", process_key, wanted.tag)
        if not tagged:
            raise NotFound("deployments.process.no_such_tag", tag=wanted.tag)
        return max(tagged, key=lambda row: row.version)
    rows = sorted(work.find(VERSION, "by_process", process_key), key=lambda row: row.version)
    if wanted.number:
        numbered = [row for row in rows if row.version == wanted.number]
        if not numbered:
            raise NotFound(
                "deployments.process.no_such_version", process=process_key, version=wanted.number
            )
        return numbered[0]
    return _of_that_moment(process_key, rows, work.get(VERSION, wanted.beside_version_id))


def _of_that_moment(
    process_key: str, rows: list[VersionRow], other: VersionRow | None
) -> VersionRow:
    """The newest when the other was deployed; a process that came later has only its first."""
    if other is None or not rows:
        raise NotFound("deployments.process.not_found", process=process_key)
    earlier = [row for row in rows if row.deployed_at <= other.deployed_at]
    return earlier[-1] if earlier else rows[0]
