"""`dujiang user add`: give somebody an account."""

from pathlib import Path

from cyclopts import App

from dujiang.cli.passwords import chosen_password
from dujiang.cli.shop import Say, Shop
from dujiang.identity import GiveRole, SavePerson


def register(app: App, shop: Shop, say: Say) -> None:
    """Add the commands about people."""
    user = App(name="user", help="People and their accounts.")
    app.command(user)

    @user.command
    def add(
        login: str,
        *,
        no: str,
        name: str,
        department: str,
        role: str | None = None,
        password_stdin: bool = False,
        data: Path | None = None,
        config: Path | None = None,
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
        person = SavePerson(no=no, name=name, login=login, department=department)
        with shop.opened(shop.settings(config, data=data)) as opened:
            opened.submit(person)
            if role:
                opened.submit(GiveRole(role=role, person=no))
            opened.set_password(login, password)
        shown = password if is_made_up else "***"
        print(say("cli.user.added", login=login, password=shown))
