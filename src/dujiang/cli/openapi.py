"""`dujiang openapi`: write the API's description, from which the typed client is generated."""

from pathlib import Path

from cyclopts import App

from dujiang.cli.shop import Say, Shop


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the command."""

    @app.command
    def openapi(file: Path = Path("web/openapi.json")) -> None:
        """Write the OpenAPI document.

        Parameters
        ----------
        file: Where to.
        """
        file.write_bytes(shop.openapi())
        print(say("cli.written", path=str(file)))
