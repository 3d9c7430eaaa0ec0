"""The way from schema to schema, walked and written by Alembic.

Imported only when there is something to do: a start on the present schema does without.
"""

from pathlib import Path
from typing import Any, Final

from alembic.autogenerate import RevisionContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from dujiang.store.ddl import metadata_of
from dujiang.store.fulltext import SUFFIX
from dujiang.store.transaction import Store

FOLDER: Final = Path(__file__).parent / "migrations"


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
                include_name=_is_ours,
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


def _is_ours(name: str | None, kind: str, parents: Any) -> bool:  # noqa: ANN401 - alembic's hook
    """Indexes of text are made from the tables' declarations, not by revisions."""
    return SUFFIX not in (name or "")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def revisions() -> ScriptDirectory:
    """Every revision that this program knows."""
    return ScriptDirectory.from_config(_config())


def pending(script: ScriptDirectory, current: str | None) -> tuple[str, ...]:
    """What is missing after `current`, oldest first."""
    found = [r.revision for r in script.iterate_revisions("heads", current or "base")]
    return tuple(reversed(found))


def upgrade(script: ScriptDirectory, connection: Connection) -> None:
    """Apply everything that is missing."""

    def missing(revision: Any, context: MigrationContext) -> Any:  # noqa: ANN401 - alembic's types
        return script._upgrade_revs("heads", revision)

    with EnvironmentContext(_config(), script, fn=missing) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
