import type { BulkStanding, ItemRow } from "@/api/types.gen";

/** How a row can be decided from the list; what matters is given. */
export const bulk = (given: Partial<BulkStanding> = {}): BulkStanding => ({
  action: "approve",
  missing: [],
  needsComment: false,
  mayReject: true,
  rejectNeedsComment: true,
  reasonCategories: [],
  ...given,
});

/** A row for tests; what matters is given. */
export function itemRow(given: Partial<ItemRow> = {}): ItemRow {
  return {
    id: "1",
    version: 1,
    instanceId: "9",
    number: "QJ20261124-0001",
    title: "年假 2 天",
    process: { key: "leave", name: "请假" },
    step: { id: "head", name: "部门经理审批" },
    initiator: { id: "21", name: "李明", department: "生产部", position: "工程师", isActive: true },
    department: { id: "40", name: "生产部" },
    onBehalfOf: null,
    state: "open",
    openedAt: "2026-11-24T06:00:00Z",
    dueAt: null,
    decidedAt: null,
    isOverdue: false,
    dueGroup: "later",
    isUnread: false,
    isResubmitted: false,
    amount: null,
    keyFacts: [],
    isClaimable: false,
    bulkReady: true,
    bulk: bulk(),
    ...given,
  };
}
