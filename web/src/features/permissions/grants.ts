import type { Action, GrantView, NewGrant } from "@/api/types.gen";

export type Scope = GrantView["scope"];

/** What a role may do, by permission. */
export type Draft = Readonly<Record<string, readonly GrantView[]>>;

export const GROUPS = ["work", "data", "build", "run", "admin"] as const;

export function draftOf(grants: readonly GrantView[]): Draft {
  const found: Record<string, GrantView[]> = {};
  for (const grant of grants) (found[grant.permission] ??= []).push(grant);
  return found;
}

export const freshGrant = (permission: string, scope: Scope): GrantView => ({
  permission,
  scope,
  processes: [],
  categories: [],
  departmentIds: [],
});

/** The scope with which something is had at first: as narrow as it can be. */
export const firstScope = (action: Action): Scope => action.scopes[0] ?? "all";

const asText = (grants: readonly GrantView[] | undefined): string =>
  JSON.stringify(
    (grants ?? []).map((grant) => [grant.scope, [...grant.processes].sort(), [...grant.categories].sort(), [...grant.departmentIds].sort()]),
  );

/** The permissions whose grants differ. */
export function changedIn(before: Draft, after: Draft): string[] {
  const all = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...all].filter((permission) => asText(before[permission]) !== asText(after[permission]));
}

export const asGrants = (draft: Draft): NewGrant[] => Object.values(draft).flat();

/** A grant of chosen departments that names none grants nothing. */
export const isUnfinished = (draft: Draft): boolean =>
  Object.values(draft)
    .flat()
    .some((grant) => grant.scope === "chosen" && grant.departmentIds.length === 0);
