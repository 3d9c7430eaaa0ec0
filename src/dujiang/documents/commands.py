"""What can be asked of this room."""

import msgspec


class KeepFile(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Remember an upload whose content is kept already. Answer: `{"file_id": ...}`."""

    name: str
    media_type: str
    size_bytes: int
    digest: bytes


class UseFiles(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """An instance refers to these files (follow-up of whatever handed the form in).

    Refused when one does not exist, or was uploaded by somebody else and is not in the instance.
    """

    instance_id: int
    file_ids: tuple[int, ...]
