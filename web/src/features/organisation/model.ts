import type { Unit } from "@/api/types.gen";

/** What stands in the panel at the right. */
export type Panel =
  | { kind: "person"; id: string }
  | { kind: "editPerson"; id: string }
  | { kind: "newPerson" }
  | { kind: "unit"; id: string }
  | { kind: "newUnit"; parentId: string | null };

/** Where the page stands: kept in the address. */
export interface OrganisationSearch {
  part?: Part | undefined;
  department?: string | undefined;
  q?: string | undefined;
  person?: string | undefined;
}

export const PARTS = ["people", "positions", "grades", "groups", "planned"] as const;
export type Part = (typeof PARTS)[number];

export interface Branch {
  unit: Unit;
  depth: number;
  hasChildren: boolean;
}

/** The departments as lines of a tree: parents before children, what is closed left out. */
export function branches(units: readonly Unit[], closed: ReadonlySet<string>): Branch[] {
  const children = new Map<string | null, Unit[]>();
  for (const unit of units) {
    const siblings = children.get(unit.parentId) ?? [];
    siblings.push(unit);
    children.set(unit.parentId, siblings);
  }
  const found: Branch[] = [];
  const walk = (parentId: string | null, depth: number): void => {
    for (const unit of children.get(parentId) ?? []) {
      const hasChildren = children.has(unit.id);
      found.push({ unit, depth, hasChildren });
      if (!closed.has(unit.id)) walk(unit.id, depth + 1);
    }
  };
  walk(null, 0);
  return found;
}

/** The department and everything below it: where it cannot be moved to. */
export function below(units: readonly Unit[], id: string): Set<string> {
  const found = new Set([id]);
  for (const unit of units) if (unit.parentId !== null && found.has(unit.parentId)) found.add(unit.id);
  return found;
}

/** The names from the top down to a department. */
export function line(units: readonly Unit[], id: string): string[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const names: string[] = [];
  for (let unit = byId.get(id); unit; unit = unit.parentId ? byId.get(unit.parentId) : undefined) names.unshift(unit.name);
  return names;
}

/** Departments as a tree to choose from. */
export interface Choice {
  value: string;
  title: string;
  disabled: boolean;
  children: Choice[];
}

export function choices(units: readonly Unit[], barred: ReadonlySet<string> = new Set()): Choice[] {
  const of = (parentId: string | null): Choice[] =>
    units
      .filter((unit) => unit.parentId === parentId)
      .map((unit) => ({ value: unit.id, title: unit.name, disabled: barred.has(unit.id), children: of(unit.id) }));
  return of(null);
}
