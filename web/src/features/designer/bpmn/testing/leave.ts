/** A small leave process, as our designer writes it, with a stranger's element in it. */
export const LEAVE_XML = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:dj="http://dujiang.org/schema/bpmn/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="defs" targetNamespace="http://dujiang.org/processes">
  <bpmn:process id="leave" name="请假" isExecutable="true" dj:nameEn="Leave">
    <bpmn:extensionElements>
      <dj:settings owner="user:linjing" numberPrefix="QJ" title="=initiator.name + &#34; 请假&#34;" withdraw="untouched">
        <dj:starter source="everyone" />
      </dj:settings>
    </bpmn:extensionElements>
    <bpmn:startEvent id="start" name="发起"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="apply" />
    <bpmn:userTask id="apply" name="填写申请" dj:nameEn="Apply">
      <bpmn:extensionElements>
        <dj:step kind="start" ofInitiator="self"><dj:assignee source="initiator" /></dj:step>
        <dj:form key="leave" />
        <dj:field key="hr_note" access="hidden" />
      </bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f2" sourceRef="apply" targetRef="dept" />
    <bpmn:userTask id="dept" name="部门审批" dj:nameEn="Department">
      <bpmn:extensionElements>
        <dj:step kind="approval" onReject="end" empty="up" ofInitiator="forbid">
          <dj:assignee source="departmentHead" of="initiator" />
          <dj:deadline kind="due" duration="PT48H" clock="calendar:DAY24" />
          <dj:deadline kind="action" duration="PT48H" clock="calendar:DAY24" action="escalate" />
          <dj:reminder before="PT24H" clock="calendar:DAY24" />
          <dj:reminder before="PT4H" clock="calendar:DAY24" />
        </dj:step>
        <camunda:properties><camunda:property name="k" value="v" /></camunda:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:boundaryEvent id="late" name="48 小时" cancelActivity="false" attachedToRef="dept">
      <bpmn:timerEventDefinition id="late_timer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT48H</bpmn:timeDuration></bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="f3" sourceRef="dept" targetRef="x_days" />
    <bpmn:exclusiveGateway id="x_days" name="&gt; 3 天？" default="to_file">
      <bpmn:incoming>f3</bpmn:incoming><bpmn:outgoing>to_gm</bpmn:outgoing><bpmn:outgoing>to_file</bpmn:outgoing>
    </bpmn:exclusiveGateway>
    <bpmn:sequenceFlow id="to_gm" name="&gt; 3 天" sourceRef="x_days" targetRef="gm">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=days &gt; 3</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="to_file" sourceRef="x_days" targetRef="file" />
    <bpmn:userTask id="gm" name="总经理审批" dj:nameEn="General manager">
      <bpmn:extensionElements>
        <dj:step kind="approval" onReject="end" empty="assign" emptyTo="user:guminyuan" ofInitiator="forbid" repeated="adjacent">
          <dj:assignee source="role" value="gm" />
        </dj:step>
      </bpmn:extensionElements>
      <bpmn:incoming>to_gm</bpmn:incoming><bpmn:outgoing>f4</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f4" sourceRef="gm" targetRef="file" />
    <bpmn:userTask id="file" name="HR 备案" dj:nameEn="File">
      <bpmn:extensionElements>
        <dj:step kind="work"><dj:assignee source="group" value="hr" claim="true" /></dj:step>
        <dj:field key="hr_note" access="edit" />
        <dj:posting ledger="leave_balance" action="confirm" amount="=days" />
      </bpmn:extensionElements>
      <bpmn:incoming>f4</bpmn:incoming><bpmn:incoming>to_file</bpmn:incoming><bpmn:outgoing>f5</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:boundaryEvent id="broken" name="出错" attachedToRef="file"><bpmn:errorEventDefinition id="broken_error" /></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="f5" sourceRef="file" targetRef="notify" />
    <bpmn:sendTask id="notify" name="通知本人"><bpmn:incoming>f5</bpmn:incoming><bpmn:outgoing>f6</bpmn:outgoing></bpmn:sendTask>
    <bpmn:sequenceFlow id="f6" sourceRef="notify" targetRef="end" />
    <bpmn:endEvent id="end" name="完成"><bpmn:incoming>f6</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="leave">
      <bpmndi:BPMNShape id="start_di" bpmnElement="start"><dc:Bounds x="152" y="182" width="36" height="36" /><bpmndi:BPMNLabel><dc:Bounds x="159" y="225" width="22" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="apply_di" bpmnElement="apply"><dc:Bounds x="240" y="160" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="dept_di" bpmnElement="dept"><dc:Bounds x="400" y="160" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="x_days_di" bpmnElement="x_days" isMarkerVisible="true"><dc:Bounds x="555" y="175" width="50" height="50" /><bpmndi:BPMNLabel><dc:Bounds x="559" y="232" width="42" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="gm_di" bpmnElement="gm"><dc:Bounds x="670" y="60" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="file_di" bpmnElement="file"><dc:Bounds x="830" y="160" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="notify_di" bpmnElement="notify"><dc:Bounds x="990" y="160" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="end_di" bpmnElement="end"><dc:Bounds x="1152" y="182" width="36" height="36" /><bpmndi:BPMNLabel><dc:Bounds x="1159" y="225" width="22" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="late_di" bpmnElement="late"><dc:Bounds x="462" y="222" width="36" height="36" /><bpmndi:BPMNLabel><dc:Bounds x="460" y="265" width="40" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="broken_di" bpmnElement="broken"><dc:Bounds x="892" y="222" width="36" height="36" /><bpmndi:BPMNLabel><dc:Bounds x="900" y="265" width="22" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="f1_di" bpmnElement="f1"><di:waypoint x="188" y="200" /><di:waypoint x="240" y="200" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="f2_di" bpmnElement="f2"><di:waypoint x="340" y="200" /><di:waypoint x="400" y="200" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="f3_di" bpmnElement="f3"><di:waypoint x="500" y="200" /><di:waypoint x="555" y="200" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_gm_di" bpmnElement="to_gm"><di:waypoint x="580" y="175" /><di:waypoint x="580" y="100" /><di:waypoint x="670" y="100" /><bpmndi:BPMNLabel><dc:Bounds x="610" y="82" width="30" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_file_di" bpmnElement="to_file"><di:waypoint x="605" y="200" /><di:waypoint x="830" y="200" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="f4_di" bpmnElement="f4"><di:waypoint x="770" y="100" /><di:waypoint x="880" y="100" /><di:waypoint x="880" y="160" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="f5_di" bpmnElement="f5"><di:waypoint x="930" y="200" /><di:waypoint x="990" y="200" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="f6_di" bpmnElement="f6"><di:waypoint x="1090" y="200" /><di:waypoint x="1152" y="200" /></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
