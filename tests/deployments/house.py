"""A door with deployments behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec

from dujiang.audit import TABLES as AUDIT_TABLES
from dujiang.deployments import (
    TABLES,
    Deployments,
    DeploymentsReader,
    DeployPackage,
    SaveCalendar,
    company_calendars,
    deployment_routes,
)
from dujiang.kernel.clock import ManualClock
from dujiang.runtime import SYSTEM, Answer, Dispatcher, Request
from dujiang.runtime import TABLES as RUNTIME_TABLES
from dujiang.store import Store
from tests.databases import fresh_store

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Shop:
    """Deployments on one store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.deployments = Deployments(store.read)
        self.reader = DeploymentsReader(self.deployments)
        self.clock = ManualClock(AT)
        self.door = Dispatcher(
            store,
            deployment_routes(self.deployments),
            {},
            programs=self.deployments,
            clock=self.clock,
        )
        for calendar in company_calendars():
            self.ask(SaveCalendar(calendar=calendar)).expect()

    def ask(self, command: msgspec.Struct) -> Answer:
        """Give one command in the system's name."""
        return self.door.ask(Request(command, SYSTEM, None, self.clock.now()))

    def deploy(self, xml: str, **more: Any) -> Answer:
        """Deploy a model."""
        return self.ask(DeployPackage(xml=xml.encode(), **more))


@contextmanager
def opened(kind: str = "sqlite") -> Iterator[Shop]:
    """Nothing deployed, on an empty database."""
    with fresh_store(kind, (*RUNTIME_TABLES, *AUDIT_TABLES, *TABLES)) as store:
        shop = Shop(store)
        try:
            yield shop
        finally:
            shop.door.stop()


START = "<startEvent id='start'/>"


def model(
    limit: int = 3, key: str = "leave", name: str = "请假", rule: str = "", start: str = START
) -> str:
    """A process whose limit can be changed, with a business rule task when `rule` names one."""
    task = (
        f"<businessRuleTask id='work'><extensionElements><dj:decision ref='{rule}' result='found'/>"
        "</extensionElements></businessRuleTask>"
        if rule
        else "<userTask id='work'/>"
    )
    return f"""<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'
 xmlns:dj='http://dujiang.org/schema/bpmn/1.0' targetNamespace='t' id='d'>
<process id='{key}' name='{name}' isExecutable='true' dj:nameEn='Leave'>
<documentation>员工请假</documentation>
<extensionElements>
<dj:settings owner='role:hr_head' category='人事' versionTag='v{limit}'/></extensionElements>
{start}<sequenceFlow id='f1' sourceRef='start' targetRef='x'/>
<exclusiveGateway id='x' default='f3'/>
<sequenceFlow id='f2' sourceRef='x' targetRef='work'>
<conditionExpression>=days &gt; {limit}</conditionExpression></sequenceFlow>
<sequenceFlow id='f3' sourceRef='x' targetRef='end'/>
{task}<sequenceFlow id='f4' sourceRef='work' targetRef='end'/><endEvent id='end'/>
</process></definitions>"""


def table(limit: int) -> str:
    """A decision `size`: big above a limit."""
    return f"""<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='sizes'
 name='sizes' namespace='n'><inputData id='i' name='days'/>
<decision id='size' name='size'><informationRequirement id='r'><requiredInput href='#i'/>
</informationRequirement><decisionTable id='t' hitPolicy='UNIQUE'>
<input id='in'><inputExpression id='e'><text>days</text></inputExpression></input>
<output id='out' name='size'/>
<rule id='r1'><inputEntry id='a'><text>&gt; {limit}</text></inputEntry>
<outputEntry id='b'><text>"big"</text></outputEntry></rule>
<rule id='r2'><inputEntry id='c'><text>&lt;= {limit}</text></inputEntry>
<outputEntry id='d'><text>"small"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
