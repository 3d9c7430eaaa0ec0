"""A real server on a port of its own, with processes whose work workers do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dujiang.deployments import DeployPackage
from dujiang.kernel.clock import SystemClock
from dujiang.kernel.values import Variables, as_value
from dujiang.main import App, build
from dujiang.runtime import Actor, NoteWorker, StartProcess, find_instance
from dujiang.settings import Settings
from tests.browser.house import served
from tests.installation import CHEAP_PASSWORDS, KEY, install, quiet
from tests.runtime.models import flow, job, line, model
from tests.workers.conftest import COMPANY

ATTRIBUTES = 'retries="PT1S"'
MAPPED = '<dj:input source="=page" target="page"/><dj:output source="=lines" target="lines"/>'
PAGES = line("pages", job("read", "scan-page", ATTRIBUTES, MAPPED))
TORN = model(
    "torn",
    '<startEvent id="start"/>' + job("read", "scan-page", ATTRIBUTES, MAPPED)
    + '<boundaryEvent id="no" attachedToRef="read"><errorEventDefinition errorRef="torn_error"/>'
    + '</boundaryEvent><endEvent id="end"/><endEvent id="other"/>'
    + flow("start", "read") + flow("read", "end") + flow("no", "other"),
    globals_='<error id="torn_error" errorCode="TORN"/>',
)  # fmt: skip


@dataclass
class Served:
    """The running server and what a worker needs to know of it."""

    app: App
    url: str
    token: str

    def start(self, process: str = "pages", **variables: Any) -> int:
        """Start an instance; its id."""
        values = Variables(as_value(variables))
        command = StartProcess(process_key=process, variables=values)
        started: int = self.app.submit(command)["instance_id"]
        return started

    def state(self, instance_id: int) -> str:
        """How it stands with an instance."""
        with self.app.store.read() as reader:
            row = find_instance(reader, instance_id)
        assert row is not None
        return "INCIDENT" if row.incident_count else row.state


@contextmanager
def running_server(data: Path) -> Iterator[Served]:
    """The server, until the end of the block."""
    quiet()
    settings = Settings(data=data, secret_key=KEY, log_level="error", requests_per_minute=1_000_000)
    app = build(settings, clock=SystemClock(), passwords=CHEAP_PASSWORDS)
    install(app, COMPANY)
    for xml in (PAGES, TORN):
        app.submit(DeployPackage(xml=xml))
    admin = app.directory.current().person_by_login("xubo")
    assert admin is not None
    actor = Actor(person_id=admin.id)
    made = app.authenticator.create_token(actor, "worker", ("job.work:scan-page",), None)
    app.submit(NoteWorker(worker="earlier", job_types=("scan-page",)))
    with served(app) as url:
        yield Served(app, url, made.text)
