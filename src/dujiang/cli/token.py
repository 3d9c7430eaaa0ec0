"""`dujiang token create`: an API token for a program that acts for a person."""

import sys
from datetime import datetime
from pathlib import Path

from cyclopts import App

from dujiang.cli.shop import Say, Shop


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the commands about tokens."""
    token = App(name="token", help="API tokens.")
    app.command(token)

    @token.command
    def create(
        login: str,
        *scopes: str,
        name: str = "command line",
        expires_at: datetime | None = None,
        data: Path | None = None,
        config: Path | None = None,
    ) -> None:
        """Make a token; its text is printed once and stored nowhere.

        Parameters
        ----------
        login: The person for whom the program acts.
        scopes: Permissions, such as `item.read item.decide`; none gives all the person has.
        name: What the token is for.
        expires_at: When it ends, with offset.
        data: Folder of the embedded database.
        config: TOML file with settings.
        """
        with shop.opened(shop.settings(config, data=data)) as opened:
            text = opened.create_token(login, name, scopes, expires_at)
        print(say("cli.token.created"), file=sys.stderr)  # so that a script reads the token alone
        print(text)
