"""`dujiang db upgrade`: bring the database to the schema of this program."""

from pathlib import Path

from cyclopts import App

from dujiang.cli.shop import Say, Shop


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the commands about the database."""
    db = App(name="db", help="The database.")
    app.command(db)

    @db.command
    def upgrade(*, data: Path | None = None, config: Path | None = None) -> None:
        """Apply what is missing of the schema; safe to run again.

        Parameters
        ----------
        data: Folder of the embedded database.
        config: TOML file with settings.
        """
        with shop.opened(shop.settings(config, data=data)) as opened:
            applied = opened.applied
        code = "cli.db.upgraded" if applied else "cli.db.current"
        print(say(code, count=len(applied)))
