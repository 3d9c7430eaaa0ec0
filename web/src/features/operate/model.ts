import type { TFunction } from "i18next";

import type { OperatedRow, OperationsView } from "@/api/types.gen";
import type { ModelMark } from "@/lib/diagram/slot";
import type { Status } from "@/ui/text/StatusMark";

/** The state of an instance as a status mark. */
export function statusOf(one: { state: OperatedRow["state"]; incidents?: readonly unknown[]; incidentCount?: number }): Status {
  if (one.state === "suspended") return "suspended";
  if (one.state === "completed") return "completed";
  if (one.state === "cancelled") return "canceled";
  return (one.incidents?.length ?? one.incidentCount ?? 0) > 0 ? "failed" : "running";
}

/** How often it stands on each element; the body of a loop is not counted beside its turns. */
export function countsOf(view: OperationsView): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of view.standing) {
    const isBody = view.scopes.some((scope) => scope.key === one.key && scope.kind === "body");
    if (!isBody) counts.set(one.element.id, (counts.get(one.element.id) ?? 0) + 1);
  }
  return counts;
}

/** The walked way, where it stands and what failed. */
export function marksOf(view: OperationsView, t: TFunction<"operate">): readonly ModelMark[] {
  const failed = new Set(view.incidents.map((incident) => incident.element.id));
  const counts = countsOf(view);
  const walked = [...view.walkedFlows, ...view.walkedElements].filter((id) => !counts.has(id) && !failed.has(id));
  return [
    ...[...new Set(walked)].map((id): ModelMark => ({ id, kind: "walked" })),
    ...[...counts].flatMap(([id, count]): ModelMark[] =>
      failed.has(id) ? [] : [{ id, kind: "now", text: count > 1 ? t("marks.times", { count }) : t("marks.now") }],
    ),
    ...[...failed].map((id): ModelMark => {
      const attempts = view.incidents.find((incident) => incident.element.id === id)?.attempts ?? 0;
      return { id, kind: "failed", text: attempts > 0 ? t("marks.failedAfter", { count: attempts }) : t("marks.failed") };
    }),
  ];
}
