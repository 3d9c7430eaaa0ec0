"""What is deployed together: a model, its forms, its decisions."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from dujiang.bpmn.model import Definitions, Process
from dujiang.kernel.errors import Problem

_json = msgspec.json.Encoder(order="deterministic")


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """One process as files: BPMN XML, form schemas and DMN XML by their keys."""

    xml: bytes
    forms: dict[str, dict[str, Any]] = {}
    decisions: dict[str, str] = {}

    def forms_json(self) -> bytes:
        """The forms as they are stored."""
        return _json.encode(self.forms)

    def decisions_json(self) -> bytes:
        """The decisions as they are stored."""
        return _json.encode(self.decisions)

    def digest(self) -> bytes:
        """Equal for equal packages."""
        digest = sha256()
        for part in (self.xml, self.forms_json(), self.decisions_json()):
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.digest()


def package_of(xml: bytes, forms: bytes, decisions: bytes) -> Package:
    """A package as it was stored."""
    return Package(
        xml=xml,
        forms=msgspec.json.decode(forms, type=dict[str, dict[str, Any]]),
        decisions=msgspec.json.decode(decisions, type=dict[str, str]),
    )


class CheckedPackage(msgspec.Struct, frozen=True):
    """What was understood of a package, and everything that is wrong with it.

    `path` of a problem is the id of a BPMN element, `form:KEY/pointer` or `decision:KEY`.
    """

    package: Package
    definitions: Definitions | None
    process: Process | None
    problems: tuple[Problem, ...]

    @property
    def may_be_deployed(self) -> bool:
        """Whether there is nothing worse than warnings."""
        return self.process is not None and all(p.severity != "error" for p in self.problems)


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A deployed version with what was made of it; kept in memory, shared by all its instances."""

    id: int
    process_key: str
    version: int
    package: Package
    process: Process
    program: Any
    """The engine's compiled program."""

    @property
    def forms(self) -> Mapping[str, Mapping[str, Any]]:
        """Schemas by key."""
        return self.package.forms
