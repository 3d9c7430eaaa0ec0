"""Small processes that other systems start and wake."""

from xml.sax.saxutils import quoteattr

from dujiang.deployments import DeployPackage
from dujiang.main import App

DJ = "http://dujiang.org/schema/bpmn/1.0"


def deploy(app: App, *parts: str, key: str = "order") -> None:
    """Deploy a process of these parts."""
    app.submit(DeployPackage(xml=_document(key, "".join(parts))))


def _document(key: str, inner: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dj="{DJ}"
    id="d" targetNamespace="http://example.org">
  <bpmn:message id="m_start" name="order placed" />
  <bpmn:message id="m_status" name="order status">
    <bpmn:extensionElements><dj:message correlationKey="=po" /></bpmn:extensionElements>
  </bpmn:message>
  <bpmn:process id="{key}" name="订单" isExecutable="true">
    {inner}
  </bpmn:process>
</bpmn:definitions>""".encode()


MESSAGE_START = """
    <bpmn:startEvent id="start"><bpmn:messageEventDefinition messageRef="m_start" />
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="wait" />"""
WAIT = """
    <bpmn:intermediateCatchEvent id="wait">
      <bpmn:messageEventDefinition messageRef="m_status" /></bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="end" />
    <bpmn:endEvent id="end" />"""


def call(connection: str, **more: str) -> str:
    """A start, one call to a peer, an end."""
    given = " ".join(f"{name}={quoteattr(value)}" for name, value in more.items())
    return f"""
    <bpmn:startEvent id="start" />
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="tell" />
    <bpmn:serviceTask id="tell" name="通知">
      <bpmn:extensionElements>
        <dj:job type="http" connection="{connection}" {given} />
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="f2" sourceRef="tell" targetRef="end" />
    <bpmn:endEvent id="end" />"""
