"""`dujiang demo`: load the demo company into an empty database."""

from pathlib import Path

from cyclopts import App

from dujiang.cli.shop import Opened, Say, Shop
from dujiang.kernel.errors import Conflict


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the command."""

    @app.command
    def demo(*, data: Path | None = None, config: Path | None = None) -> None:
        """Load the demo company: people, calendar, ledgers and the shipped processes.

        Parameters
        ----------
        data: Folder of the embedded database.
        config: TOML file with settings.
        """
        with shop.opened(shop.settings(config, data=data)) as opened:
            if opened.has_people():
                raise Conflict("cli.demo.not_empty")
            load_demo(opened, say)


def load_demo(opened: Opened, say: Say) -> None:
    """Load it and print the accounts worth trying."""
    print(say("cli.demo.loading"), flush=True)
    opened.load_demo()
    opened.load_history()
    show_accounts(opened, say)


def show_accounts(opened: Opened, say: Say) -> None:
    """Print the accounts of the demo company that are worth trying, where it is loaded."""
    accounts = opened.demo_accounts()
    if not accounts:
        return
    width = max(len(login) for login, _, _ in accounts)
    print(say("cli.demo.accounts"))
    for login, name, position in accounts:
        print(f"  {login:<{width}}  {name}  {position}")
