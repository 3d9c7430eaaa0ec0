/** A process with one of each kind of element that has settings. Nobody would draw it; every part of the panel shows up in it. */
const MODEL = `
  <bpmn:process id="all" name="全部" isExecutable="true">
    <bpmn:startEvent id="start" />
    <bpmn:startEvent id="daily"><bpmn:timerEventDefinition id="dailyWhen" /></bpmn:startEvent>
    <bpmn:userTask id="approve" name="审批"><bpmn:extensionElements>
      <dj:step kind="approval" mode="vote" empty="assign" repeated="never"><dj:assignee source="role" value="gm" /><dj:assignee source="group" value="hr" /></dj:step>
    </bpmn:extensionElements></bpmn:userTask>
    <bpmn:userTask id="chosen" name="会签"><bpmn:extensionElements>
      <dj:step kind="approval" mode="all"><dj:assignee source="role" value="gm" /><dj:assignee source="group" value="hr" />
        <dj:deadline kind="due" duration="PT48H" clock="clock" /><dj:deadline kind="action" duration="PT72H" clock="clock" action="escalate" />
        <dj:reminder before="PT4H" clock="clock" /></dj:step>
    </bpmn:extensionElements></bpmn:userTask>
    <bpmn:serviceTask id="service"><bpmn:extensionElements><dj:job type="http" /></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sendTask id="send" />
    <bpmn:receiveTask id="receive" />
    <bpmn:businessRuleTask id="rule" />
    <bpmn:scriptTask id="script" />
    <bpmn:callActivity id="call" />
    <bpmn:callActivity id="callVersion"><bpmn:extensionElements><dj:called processKey="leave" binding="version" /></bpmn:extensionElements></bpmn:callActivity>
    <bpmn:callActivity id="callTag"><bpmn:extensionElements><dj:called processKey="leave" binding="versionTag" /></bpmn:extensionElements></bpmn:callActivity>
    <bpmn:task id="task" />
    <bpmn:task id="again"><bpmn:standardLoopCharacteristics id="againLoop" /></bpmn:task>
    <bpmn:task id="each"><bpmn:multiInstanceLoopCharacteristics id="eachLoop" /></bpmn:task>
    <bpmn:task id="undone" />
    <bpmn:boundaryEvent id="undo" attachedToRef="undone"><bpmn:compensateEventDefinition id="undoWhat" /></bpmn:boundaryEvent>
    <bpmn:boundaryEvent id="late" attachedToRef="approve"><bpmn:timerEventDefinition id="lateWhen" /></bpmn:boundaryEvent>
    <bpmn:adHocSubProcess id="adHoc" />
    <bpmn:subProcess id="onEvent" triggeredByEvent="true">
      <bpmn:startEvent id="onStart"><bpmn:signalEventDefinition id="onSignal" /></bpmn:startEvent>
    </bpmn:subProcess>
    <bpmn:intermediateCatchEvent id="waitMessage"><bpmn:messageEventDefinition id="wm" messageRef="paid" /></bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="waitSignal"><bpmn:signalEventDefinition id="ws" signalRef="freeze" /></bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="waitBoth"><bpmn:signalEventDefinition id="wb1" /><bpmn:messageEventDefinition id="wb2" /></bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="waitUntil"><bpmn:conditionalEventDefinition id="wu" /></bpmn:intermediateCatchEvent>
    <bpmn:intermediateThrowEvent id="jump"><bpmn:linkEventDefinition id="jumpLink" /></bpmn:intermediateThrowEvent>
    <bpmn:intermediateThrowEvent id="undoNow"><bpmn:compensateEventDefinition id="undoNowWhat" /></bpmn:intermediateThrowEvent>
    <bpmn:endEvent id="raise"><bpmn:escalationEventDefinition id="raiseWhat" escalationRef="tooDear" /></bpmn:endEvent>
    <bpmn:endEvent id="fail"><bpmn:errorEventDefinition id="failWhat" errorRef="noBudget" /></bpmn:endEvent>
    <bpmn:endEvent id="stop"><bpmn:terminateEventDefinition id="stopAll" /></bpmn:endEvent>
    <bpmn:exclusiveGateway id="choice" />
    <bpmn:sequenceFlow id="way" sourceRef="choice" targetRef="task" />
    <bpmn:sequenceFlow id="otherWay" sourceRef="choice" targetRef="script" />
    <bpmn:eventBasedGateway id="first" />
    <bpmn:complexGateway id="complex" />
    <bpmn:dataObject id="orderData" name="order" />
    <bpmn:dataObjectReference id="orderShown" dataObjectRef="orderData" />
    <bpmn:dataObject id="billData" name="bill" />
    <bpmn:dataObjectReference id="billShown" dataObjectRef="billData" />
    <bpmn:dataStoreReference id="stock" name="库存" />
    <bpmn:userTask id="reads"><bpmn:property id="reads_in" name="__targetRef_placeholder" />
      <bpmn:dataInputAssociation id="line"><bpmn:sourceRef>orderShown</bpmn:sourceRef><bpmn:targetRef>reads_in</bpmn:targetRef></bpmn:dataInputAssociation>
    </bpmn:userTask>
  </bpmn:process>
  <bpmn:message id="paid" name="已付款" />
  <bpmn:signal id="freeze" name="停用" />
  <bpmn:error id="noBudget" name="没有预算" errorCode="BUDGET" />
  <bpmn:error id="idle" name="没人用" errorCode="IDLE" />
  <bpmn:escalation id="tooDear" name="太贵" escalationCode="DEAR" />`;

const EDGES = new Set(["sequenceFlow", "dataInputAssociation"]);
const PARTS = /<bpmn:(\w+) id="(\w+)"/g;
const DRAWN = /Task|Activity|Event|Gateway|ubProcess|Reference|^task$/;
const PICTURES_PER_ROW = 8;

/** A picture for every element: in rows, since the panel does not look where things stand. */
function pictures(): string {
  const found = [...MODEL.matchAll(PARTS)].map(([, type = "", id = ""]) => ({ type, id }));
  const nodes = found.filter(({ type }) => DRAWN.test(type) && !/Definition$/.test(type) && type !== "process");
  const at = (index: number) => ({ x: 100 + (index % PICTURES_PER_ROW) * 200, y: 100 + Math.floor(index / PICTURES_PER_ROW) * 160 });
  const shapes = nodes.map(({ type, id }, index) => {
    const { x, y } = at(index);
    const size = /Task|Activity|ubProcess|^task$/.test(type) ? [100, 80] : [36, 36];
    const expanded = type.endsWith("ubProcess") ? ' isExpanded="true"' : "";
    return `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"${expanded}><dc:Bounds x="${x}" y="${y}" width="${size[0]}" height="${size[1]}" /></bpmndi:BPMNShape>`;
  });
  const edges = found
    .filter(({ type }) => EDGES.has(type))
    .map(({ id }) => `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}"><di:waypoint x="100" y="100" /><di:waypoint x="300" y="100" /></bpmndi:BPMNEdge>`);
  return [...shapes, ...edges].join("");
}

export const EVERYTHING_XML = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:dj="http://dujiang.org/schema/bpmn/1.0" id="defs" targetNamespace="http://dujiang.org/processes">
${MODEL}
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="all">${pictures()}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
