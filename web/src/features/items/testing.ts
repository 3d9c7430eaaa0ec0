import type { InstanceDetail, ItemAction, ItemDetail, Person, Waiting } from "@/api/types.gen";

export const person = (id: string, name: string): Person => ({
  id,
  name,
  department: "财务部",
  position: "经理",
  isActive: true,
});

export function waitingFor(given: { who?: Person; group?: string; stepId?: string }): Waiting {
  return {
    itemId: "7",
    person: given.who ?? null,
    group: given.group ?? null,
    onBehalfOf: null,
    since: "2026-11-24T14:30:00+08:00",
    dueAt: null,
    isOverdue: false,
    readAt: null,
    reason: "财务部的负责人",
    step: { id: given.stepId ?? "head", name: "部门审批" },
  };
}

export const action = (name: ItemAction["action"], label: string, given: Partial<ItemAction> = {}): ItemAction => ({
  action: name,
  label,
  enabled: true,
  reason: null,
  needsComment: false,
  targets: [],
  reasonCategories: [],
  ...given,
});

const instance: InstanceDetail = {
  id: "9",
  number: "QJ20261124-0001",
  title: "李明 年假 2 天",
  state: "running",
  outcome: null,
  initiator: person("21", "李明"),
  department: { id: "40", name: "生产部" },
  process: { key: "leave", name: "请假", version: 1, versionId: "v1" },
  submittedAt: "2026-11-24T14:00:00+08:00",
  endedAt: null,
  amount: null,
  form: {},
  access: {},
  values: {},
  path: [],
  waiting: [],
  actions: [],
  incidents: [],
  myItemId: null,
  revokes: null,
  revokedBy: null,
  revision: 1,
};

/** An open item of mine with the given actions. */
export function itemDetail(actions: ItemAction[]): ItemDetail {
  return {
    item: {
      id: "7",
      version: 3,
      state: "open",
      step: { id: "head", name: "部门审批" },
      stepKind: "approval",
      principal: person("1", "周敏"),
      hand: person("1", "周敏"),
      group: null,
      openedAt: "2026-11-24T14:30:00+08:00",
      dueAt: null,
      isOverdue: false,
      onReject: "end",
      signature: "none",
      needsCode: false,
      reasons: [],
      rule: null,
      draftComment: "",
      draftSavedAt: null,
    },
    instance,
    form: {},
    access: {},
    values: {},
    changedFields: [],
    picks: [],
    actions,
    nextId: "8",
    previousId: null,
  };
}
