import { useMemo } from "react";

import type { LedgerGroup, LedgerNames, LedgerRow } from "@/api/types.gen";

import type { LedgerSearch } from "./model";
import { BLOCK, blockId, type Block, type Section, sectionOf, type Wanted } from "./useLedgers";

export type Line = { kind: "group"; group: LedgerGroup; section: Section } | { kind: "row"; section: Section; index: number };

interface Part {
  section: Section;
  group: LedgerGroup | null;
  /** The line at which it begins. */
  from: number;
  /** Of its rows, without its head. */
  rows: number;
}

export interface Lines {
  count: number;
  at: (index: number) => Line | null;
}

/** All lines of a grid by their number: rows, and the heads of groups above theirs. Nothing is loaded for it. */
export function useLines(
  search: LedgerSearch,
  total: number,
  groups: readonly LedgerGroup[] | null,
  closed: ReadonlySet<string>,
): Lines {
  return useMemo(() => {
    const parts: Part[] = [];
    let count = 0;
    const add = (section: Section, group: LedgerGroup | null) => {
      const rows = group && closed.has(section.id) ? 0 : section.count;
      parts.push({ section, group, from: count, rows });
      count += rows + (group ? 1 : 0);
    };
    if (groups) for (const group of groups) add(sectionOf(group, search), group);
    else add({ id: "", count: total, filters: search.filters }, null);
    return { count, at: (index: number) => lineAt(parts, index) };
  }, [search, total, groups, closed]);
}

function lineAt(parts: readonly Part[], index: number): Line | null {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((parts[middle]?.from ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const part = parts[low];
  if (!part) return null;
  const inside = index - part.from;
  if (part.group && inside === 0) return { kind: "group", group: part.group, section: part.section };
  const row = part.group ? inside - 1 : inside;
  return row < part.rows ? { kind: "row", section: part.section, index: row } : null;
}

/** The blocks that the lines in sight need. */
export function wantedBlocks(lines: Lines, indexes: readonly number[]): Wanted[] {
  const found = new Map<string, Wanted>();
  for (const index of indexes) {
    const line = lines.at(index);
    if (line?.kind !== "row") continue;
    const wanted = { section: line.section, block: Math.floor(line.index / BLOCK) };
    found.set(blockId(wanted), wanted);
  }
  return [...found.values()];
}

/** The row of a line, once its block is here. */
export function rowOf(line: Line | null, blocks: ReadonlyMap<string, Block>): { row: LedgerRow; names: LedgerNames } | null {
  if (line?.kind !== "row") return null;
  const block = blocks.get(blockId({ section: line.section, block: Math.floor(line.index / BLOCK) }));
  if (!block) return null;
  const row = block.rows[line.index % BLOCK];
  return row ? { row, names: block.names } : null;
}
