"""`dujiang user add`: give somebody an account."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from cyclopts import App, Parameter

from dujiang.cli.passwords import chosen_password
from dujiang.cli.shop import Say, Shop
from dujiang.identity import GiveRole, SavePerson


@dataclass(frozen=True)
class Newcomer:
    """Who gets the account."""

    no: Annotated[str, Parameter(help="Employee number.")]
    name: Annotated[str, Parameter(help="Their name.")]
    department: Annotated[str, Parameter(help="Code of their department.")]
    role: Annotated[str | None, Parameter(help="Key of a role to give, such as `admin`.")] = None


@dataclass(frozen=True)
class Place:
    """Where the installation is."""

    data: Annotated[Path | None, Parameter(help="Folder of the embedded database.")] = None
    config: Annotated[Path | None, Parameter(help="TOML file with settings.")] = None


HERE: Final = Place()


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the commands about people."""
    user = App(name="user", help="People and their accounts.")
    app.command(user)

    @user.command
    def add(
        login: str,
        *,
        who: Annotated[Newcomer, Parameter(name="*")],
        password_stdin: bool = False,
        place: Annotated[Place, Parameter(name="*")] = HERE,
    ) -> None:
        """Add a person, or change the one with this employee number, and set a password.

        Parameters
        ----------
        login: What they sign in with.
        no: Employee number.
        name: Their name.
        department: Code of their department.
        role: Key of a role to give, such as `admin` or `process_owner`.
        password_stdin: Read the password from standard input instead of making one up.
        data: Folder of the embedded database.
        config: TOML file with settings.
        """
        password, is_made_up = chosen_password(read=password_stdin)
        person = SavePerson(no=who.no, name=who.name, login=login, department=who.department)
        with shop.opened(shop.settings(place.config, data=place.data)) as opened:
            opened.submit(person)
            if who.role:
                opened.submit(GiveRole(role=who.role, person=who.no))
            opened.set_password(login, password)
        shown = password if is_made_up else "***"
        print(say("cli.user.added", login=login, password=shown))
