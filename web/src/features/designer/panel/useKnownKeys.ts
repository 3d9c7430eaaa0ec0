import { readAll } from "../document/extensions";
import { readStep, type Source } from "../document/step";
import { usePanel } from "./usePanel";

/** Roles of the product itself (SCENARIOS.md, section 1); others are typed once and then known from the model. */
const ROLES = ["gm", "hr", "hr_head", "finance_head", "finance_review", "accountant", "budget", "cashier", "buyer", "legal", "auditor", "admin", "admin_service", "it_account", "background"];

/** Keys of roles, groups and positions that are worth offering: the usual ones, and what this model uses already. */
export function useKnownKeys(source: Source): readonly string[] {
  const { modeler } = usePanel();
  const used = modeler
    .get("elementRegistry")
    .filter((element) => element.businessObject.$type === "bpmn:UserTask" && readAll(element.businessObject, "dj:Step").length > 0)
    .flatMap((element) => readStep(element.businessObject).assignees)
    .filter((assignee) => assignee.source === source)
    .map((assignee) => assignee.value);
  return [...new Set([...used, ...(source === "role" || source === "group" ? ROLES : [])])].filter(Boolean).sort();
}
