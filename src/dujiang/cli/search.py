"""`dujiang search rebuild`: write anew what requests are found by."""

from pathlib import Path

from cyclopts import App

from dujiang.cli.shop import Say, Shop


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the commands about the index."""
    search = App(name="search", help="The index by which requests are found.")
    app.command(search)

    @search.command
    def rebuild(*, data: Path | None = None, config: Path | None = None) -> None:
        """Index every request anew, in batches: after fields were marked searchable, or renames.

        Parameters
        ----------
        data: Folder of the embedded database.
        config: TOML file with settings.
        """
        with shop.opened(shop.settings(config, data=data)) as opened:
            count = opened.reindex(lambda done: print(say("cli.search.progress", count=done)))
        print(say("cli.search.rebuilt", count=count))
