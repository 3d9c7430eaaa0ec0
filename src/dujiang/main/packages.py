"""A process as files on a disk: one `.bpmn`, forms as `KEY.form`, decisions as `KEY.dmn`."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import msgspec

from dujiang.deployments import DeployPackage
from dujiang.kernel.errors import InvalidInput


def package_command(documents: Mapping[str, bytes], note: str) -> DeployPackage:
    """The command that deploys these files. `InvalidInput` when they are not one process."""
    models = [content for name, content in documents.items() if name.endswith(".bpmn")]
    if len(models) != 1:
        raise InvalidInput("cli.deploy.not_one_model", count=len(models))
    return DeployPackage(
        xml=models[0],
        forms={
            PurePath(name).stem: _form(name, content)
            for name, content in documents.items()
            if name.endswith(".form")
        },
        decisions={
            PurePath(name).stem: content.decode()
            for name, content in documents.items()
            if name.endswith(".dmn")
        },
        note=note,
    )


def _form(name: str, content: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise InvalidInput("cli.deploy.form_unreadable", name=name, reason=str(error)) from error
