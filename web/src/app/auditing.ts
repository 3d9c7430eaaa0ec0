import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { ACTIONS, type AuditSearch, VERDICTS } from "@/features/audit/actions";

import { getParentRoute } from "./roots";

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const auditSearch = (raw: Record<string, unknown>): AuditSearch => ({
  actor: text(raw["actor"]),
  action: ACTIONS.find((one) => one === raw["action"]),
  verdict: VERDICTS.find((one) => one === raw["verdict"]),
  from: text(raw["from"]),
  until: text(raw["until"]),
});

/** The page of those who check. */
export const audit = createRoute({
  getParentRoute,
  path: "/audit",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("./routes/auditing"), "Audit"),
});
