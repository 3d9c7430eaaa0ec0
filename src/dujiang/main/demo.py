"""The demo company: loaded through the same commands that people and administrators give."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from dujiang.deployments import SaveCalendar, company_calendars
from dujiang.identity import Directory, Passwords, SetPassword
from dujiang.scenarios import load_demo as load_scenarios
from dujiang.scenarios.company import company_commands

PASSWORD: Final = "dujiang-demo"  # noqa: S105 - of the demo company, printed at its start
LOGINS: Final = ("liming", "chengang", "shenjianghe", "pengli", "linjing", "xubo")


def load_demo(
    submit: Callable[..., Any], directory: Callable[[], Directory], passwords: Passwords
) -> None:
    """Give the commands."""
    for calendar in company_calendars():
        submit(SaveCalendar(calendar=calendar))
    for command in company_commands():
        submit(command)
    load_scenarios(submit)
    hashed = passwords.hash(PASSWORD)
    for person in directory().people():
        submit(SetPassword(person_id=person.id, password_hash=hashed))


def demo_accounts(directory: Directory) -> Sequence[tuple[str, str, str]]:
    """Logins worth trying, with name and position; none where the demo company is not loaded."""
    found = [directory.person_by_login(login) for login in LOGINS]
    return [(person.login, person.name, person.position) for person in found if person]
