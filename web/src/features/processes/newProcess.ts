/** The document that a new process begins with: who asks, one approval, the end. */

/** Whether a text can be the key of a process: the id of its element in the file. */
export function isProcessKey(text: string): boolean {
  return /^[a-z][a-z0-9_]{1,59}$/.test(text);
}

/** `owner` is the login of who makes it: they may go on designing it once it is published. */
export function firstDocument(key: string, name: string, owner: string): string {
  const title = escaped(name);
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:dj="http://dujiang.org/schema/bpmn/1.0" id="${key}_definitions" targetNamespace="http://dujiang.org/processes">
  <bpmn:process id="${key}" name="${title}" isExecutable="true">
    <bpmn:extensionElements><dj:settings owner="user:${escaped(owner)}"><dj:starter source="everyone" /></dj:settings></bpmn:extensionElements>
    <bpmn:startEvent id="start"><bpmn:outgoing>to_apply</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="to_apply" sourceRef="start" targetRef="apply" />
    <bpmn:userTask id="apply" name="填写申请" dj:nameEn="Apply">
      <bpmn:extensionElements><dj:step kind="start" ofInitiator="self"><dj:assignee source="initiator" /></dj:step><dj:form key="${key}" /></bpmn:extensionElements>
      <bpmn:incoming>to_apply</bpmn:incoming><bpmn:outgoing>to_dept</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="to_dept" sourceRef="apply" targetRef="dept" />
    <bpmn:userTask id="dept" name="部门审批" dj:nameEn="Department approval">
      <bpmn:extensionElements><dj:step kind="approval" onReject="end" empty="up" ofInitiator="forbid"><dj:assignee source="departmentHead" of="initiator" /><dj:deadline kind="due" duration="PT48H" clock="calendar:DAY24" /><dj:deadline kind="action" duration="PT48H" clock="calendar:DAY24" action="escalate" /></dj:step></bpmn:extensionElements>
      <bpmn:incoming>to_dept</bpmn:incoming><bpmn:outgoing>to_end</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="to_end" sourceRef="dept" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>to_end</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="${key}">
      <bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="152" y="182" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="apply_di" bpmnElement="apply"><dc:Bounds x="240" y="160" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="dept_di" bpmnElement="dept"><dc:Bounds x="400" y="160" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="end_di" bpmnElement="end"><dc:Bounds x="562" y="182" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="to_apply_di" bpmnElement="to_apply"><di:waypoint x="188" y="200" /><di:waypoint x="240" y="200" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_dept_di" bpmnElement="to_dept"><di:waypoint x="340" y="200" /><di:waypoint x="400" y="200" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_end_di" bpmnElement="to_end"><di:waypoint x="500" y="200" /><di:waypoint x="562" y="200" /></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

/** A form with one field, so that there is something to fill in. */
export function firstForm(key: string, name: string): Record<string, unknown> {
  return {
    type: "default",
    id: key,
    schemaVersion: 19,
    components: [
      {
        key: "reason",
        type: "textarea",
        label: "事由",
        validate: { required: true, maxLength: 500 },
        dj: { label: { "en-US": "Reason" } },
      },
    ],
    dj: { title: { "zh-CN": name } },
  };
}

/** Key and name of the process in an imported file. */
export function identityOf(xml: string): { key: string; name: string } | null {
  const root = new DOMParser().parseFromString(xml, "application/xml");
  const process = [...root.getElementsByTagNameNS("http://www.omg.org/spec/BPMN/20100524/MODEL", "process")][0];
  const key = process?.getAttribute("id");
  return key ? { key, name: process?.getAttribute("name") ?? key } : null;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
