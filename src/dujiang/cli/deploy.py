"""`dujiang deploy FILE`: put a process into force."""

from pathlib import Path

from cyclopts import App

from dujiang.cli.shop import Say, Shop
from dujiang.kernel.errors import InvalidInput


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the command."""

    @app.command
    def deploy(
        file: Path, *, note: str = "", data: Path | None = None, config: Path | None = None
    ) -> None:
        """Deploy a BPMN file, or a folder with one and its forms (.form) and rules (.dmn).

        Parameters
        ----------
        file: The .bpmn file, or the folder.
        note: What is new in this version.
        data: Folder of the embedded database.
        config: TOML file with settings.
        """
        documents = read_documents(file)
        with shop.opened(shop.settings(config, data=data)) as opened:
            process_key, version = opened.deploy(documents, note)
        print(say("cli.deploy.done", process=process_key, version=version))


def read_documents(place: Path) -> dict[str, bytes]:
    """The documents of a package by file name. Beside a single file its forms and rules count."""
    if place.is_dir():
        files = sorted(place.iterdir())
    elif place.is_file():
        siblings = sorted(place.parent.iterdir())
        files = [place, *(file for file in siblings if file.suffix in (".form", ".dmn"))]
    else:
        raise InvalidInput("cli.deploy.no_file", path=str(place))
    kinds = (".bpmn", ".form", ".dmn", ".json", ".toml")
    documents = {file.name: file.read_bytes() for file in files if file.suffix in kinds}
    if not any(name.endswith(".bpmn") for name in documents):
        raise InvalidInput("cli.deploy.no_model", path=str(place))
    return documents
