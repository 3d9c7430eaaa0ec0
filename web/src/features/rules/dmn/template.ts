/** A model to begin with: one table with one condition and one result. */

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

export function firstModel(key: string, name: string): string {
  const shown = escaped(name);
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20230324/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" id="${key}_model" name="${shown}" namespace="http://dujiang.org/rules/${key}">
  <inputData id="${key}_amount" name="amount">
    <variable id="${key}_amount_v" name="amount" typeRef="number" />
  </inputData>
  <decision id="${key}" name="${key}">
    <description>${shown}</description>
    <variable id="${key}_v" name="${key}" typeRef="number" />
    <informationRequirement id="${key}_needs">
      <requiredInput href="#${key}_amount" />
    </informationRequirement>
    <decisionTable id="${key}_table" hitPolicy="FIRST">
      <input id="${key}_input" label="金额">
        <inputExpression id="${key}_input_e" typeRef="number"><text>amount</text></inputExpression>
      </input>
      <output id="${key}_output" name="result" label="结果" typeRef="number" />
      <rule id="${key}_rule_1">
        <inputEntry id="${key}_rule_1_i"><text>-</text></inputEntry>
        <outputEntry id="${key}_rule_1_o"><text>0</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="${key}_drd">
      <dmndi:DMNShape id="${key}_amount_s" dmnElementRef="${key}_amount"><dc:Bounds x="187" y="240" width="125" height="45" /></dmndi:DMNShape>
      <dmndi:DMNShape id="${key}_s" dmnElementRef="${key}"><dc:Bounds x="160" y="100" width="180" height="80" /></dmndi:DMNShape>
      <dmndi:DMNEdge id="${key}_edge" dmnElementRef="${key}_needs"><di:waypoint x="250" y="240" /><di:waypoint x="250" y="180" /></dmndi:DMNEdge>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
}

/** Name and key of a model in a file; null when it is none. */
export function identityOf(xml: string): { key: string; name: string } | null {
  const root = new DOMParser().parseFromString(xml, "application/xml").documentElement;
  if (root.localName !== "definitions") return null;
  const id = (root.getAttribute("id") ?? "").replace(/_model$/, "");
  return { key: isRuleKey(id) ? id : "", name: root.getAttribute("name") ?? "" };
}

export const isRuleKey = (key: string): boolean => /^[A-Za-z_][A-Za-z0-9_]{0,59}$/.test(key);
