"""Bringing a database to the present schema, and writing the next step of the way there.

The rooms' tables are the truth, revisions the way: a test builds a database both ways, on SQLite
and PostgreSQL, and compares. *expand* revisions (names that begin with the number alone) run before
new code; *contract* revisions (`_contract_`) run when no old code is left.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from alembic.autogenerate import RevisionContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from dujiang.kernel.errors import Conflict
from dujiang.store.ddl import metadata_of
from dujiang.store.table import AnyTable
from dujiang.store.transaction import Store

_FOLDER: Final = Path(__file__).parent / "migrations"
_VERSIONS: Final = "alembic_version"


def migrate(store: Store) -> tuple[str, ...]:
    """Apply every revision that is missing; returns those applied, oldest first.

    Safe to run again and from several processes at once. Raises `Conflict` with
    `store.schema.foreign` for a database that has our tables but no revision (it was made by
    `create_missing`) and `store.schema.newer` for one that a newer program has migrated.
    """
    script = _script()
    with store.ddl() as connection:
        current = _current(connection)
        if current is None and _has_tables(connection, store.tables):
            raise Conflict("store.schema.foreign")
        if current is not None and current not in {r.revision for r in script.walk_revisions()}:
            raise Conflict("store.schema.newer", revision=current)
        pending = _pending(script, current)
        if pending:
            _upgrade(script, connection)
    return pending


def schema_revision(store: Store) -> str | None:
    """The revision of a database; None for an empty one."""
    with store.ddl() as connection:
        return _current(connection)


def write_revision(store: Store, message: str, number: str) -> Path:
    """Write the revision that leads from `store`, which must be at the last one, to its tables."""
    written: list[Any] = []
    config = _config()
    with store.ddl() as connection:

        def compare(revision: Any, context: MigrationContext) -> list[Any]:  # noqa: ANN401 - alembic's types
            return []

        script = ScriptDirectory.from_config(config)
        environment = EnvironmentContext(config, script, fn=compare)
        with environment:
            environment.configure(
                connection=connection,
                target_metadata=metadata_of(store.tables),
                render_item=_render,
                compare_type=False,
            )
            written = _revise(config, environment, message, number)
    return Path(written[0].path)


def _revise(
    config: Config, environment: EnvironmentContext, message: str, number: str
) -> list[Any]:
    script = ScriptDirectory.from_config(config)
    arguments: dict[str, Any] = {
        "message": message,
        "autogenerate": True,
        "sql": False,
        "head": "head",
        "splice": False,
        "branch_label": None,
        "version_path": None,
        "rev_id": number,
        "depends_on": None,
    }
    revision = RevisionContext(config, script, arguments)
    revision.run_autogenerate(script.get_current_head() or (), environment.get_context())
    return [made for made in revision.generate_scripts() if made is not None]


def _render(kind: str, item: Any, context: Any) -> Any:  # noqa: ANN401 - alembic's hook
    """Our own column types by name."""
    if kind == "type" and type(item).__module__ == "dujiang.store.columns":
        context.imports.add("from dujiang.store.columns import Exact, Instant")
        return f"{type(item).__name__}()"
    return False


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _has_tables(connection: Connection, tables: Sequence[AnyTable]) -> bool:
    present = set(inspect(connection).get_table_names())
    return any(table.name in present for table in tables)


def _pending(script: ScriptDirectory, current: str | None) -> tuple[str, ...]:
    found = [r.revision for r in script.iterate_revisions("heads", current or "base")]
    return tuple(reversed(found))


def _upgrade(script: ScriptDirectory, connection: Connection) -> None:
    def upgrade(revision: Any, context: MigrationContext) -> Any:  # noqa: ANN401 - alembic's types
        return script._upgrade_revs("heads", revision)

    with EnvironmentContext(_config(), script, fn=upgrade) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
