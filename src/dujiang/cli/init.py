"""`dujiang init`: create the database and the first administrator."""

from pathlib import Path
from typing import Final

from cyclopts import App

from dujiang.cli.passwords import chosen_password
from dujiang.cli.shop import Say, Shop
from dujiang.identity import GiveRole, NameCompany, SaveDepartment, SavePerson

PRODUCT: Final = "都江"
"""Stands beside the mark until a company has a name."""


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the command."""

    @app.command
    def init(
        *,
        admin: str = "admin",
        company: str | None = None,
        password_stdin: bool = False,
        data: Path | None = None,
        config: Path | None = None,
    ) -> None:
        """Create the database, the built-in roles and an administrator. Safe to run again.

        Parameters
        ----------
        admin: Login of the first administrator.
        company: Name of the company, and of its top department; the setting `company` where it
            is not given.
        password_stdin: Read the password from standard input instead of making one up.
        data: Folder of the embedded database.
        config: TOML file with settings.
        """
        settings = shop.settings(config, data=data)
        with shop.opened(settings) as opened:
            applied = opened.applied
            print(say("cli.init.database", count=len(applied)))
            if opened.has_people():
                print(say("cli.init.has_people"))
                return
            password, is_made_up = chosen_password(read=password_stdin)
            name = company or settings.company or PRODUCT
            top = SaveDepartment(code="D00", name=name)
            person = SavePerson(no="E001", name=admin, login=admin, department="D00")
            opened.submit(NameCompany(name=name))
            opened.submit(top)
            opened.submit(person)
            opened.submit(GiveRole(role="admin", person=person.no))
            opened.set_password(admin, password)
            shown = password if is_made_up else "***"
            print(say("cli.init.admin", login=admin, password=shown))
