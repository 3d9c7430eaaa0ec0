"""Write the next revision of the schema from the rooms' tables.

`python -m tests.upgrade "Say what it adds"` adds a revision behind the last one. Before the first
release `python -m tests.upgrade --first` writes the first one anew instead of piling up others.
Needs PostgreSQL: its order of columns is the one that revisions carry (see `dujiang.store.ddl`).
"""

import ast
import subprocess
import sys
import textwrap
from pathlib import Path

from dujiang.main import TABLES
from dujiang.store import migrate, open_store, write_revision
from tests.postgres import fresh_database

MAX_STATEMENTS = 30
NAMES = {table.name for table in TABLES}
VERSIONS = Path(__file__).parents[2] / "src/dujiang/store/migrations/versions"


def split(source: str) -> str:
    """One function a table instead of one long one."""
    module = ast.parse(source)
    upgrade = next(node for node in module.body if isinstance(node, ast.FunctionDef))
    if len(upgrade.body) <= MAX_STATEMENTS:
        return source
    tables: dict[str, list[str]] = {}
    for statement in upgrade.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            table = next(name for name in map(_text, statement.value.args[:2]) if name in NAMES)
            tables.setdefault(table, []).append(ast.unparse(statement))
    lines = source.splitlines()[: upgrade.lineno - 1]
    made = ", ".join(f"_{table}" for table in tables)
    lines += ["def upgrade() -> None:", f"    for make in ({made}):", "        make()", "", ""]
    for table, statements in tables.items():
        body = textwrap.indent("\n".join(statements), "    ")
        lines += [f"def _{table}() -> None:", body, "", ""]
    return "\n".join(lines)


def _text(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def main(message: str) -> None:
    """Write it, and format it."""
    if message == "--first":
        for old in VERSIONS.glob("0*.py"):
            old.unlink()
        message = "The first schema."
    number = f"{len(list(VERSIONS.glob('0*.py'))) + 1:04}"
    with fresh_database() as url:
        store = open_store(url, TABLES)
        migrate(store)
        path = write_revision(store, message, number)
        store.close()
    path.write_text(split(path.read_text("utf-8")), "utf-8")
    ruff = Path(sys.executable).parent / "ruff"
    subprocess.run([ruff, "check", "--fix", "-q", path], check=False, capture_output=True)
    subprocess.run([ruff, "format", "-q", path], check=True)
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1])
