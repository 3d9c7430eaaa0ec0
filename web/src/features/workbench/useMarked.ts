import { useRef, useState } from "react";

import type { ItemRow } from "@/api/types.gen";

import { between } from "./bulk";

const NONE: ReadonlySet<string> = new Set();

/** Which rows are marked for a decision together. What has left the list is no longer marked. */
export function useMarked(rows: readonly ItemRow[]) {
  const [ids, setIds] = useState(NONE);
  const [isMarking, setIsMarking] = useState(false);
  const anchor = useRef<string | null>(null);
  const marked = rows.filter((row) => ids.has(row.id));

  const replace = (next: Iterable<string>) => setIds(new Set(next));
  return {
    ids,
    rows: marked,
    /** The boxes stay in sight: something is marked, or somebody is about to. */
    isOn: isMarking || marked.length > 0,
    start: () => setIsMarking(true),
    /** Marks a row or takes the mark away; as a range, marks all from the row marked last to this one. */
    mark: (id: string, isRange: boolean) => {
      const keys = rows.map((row) => row.id);
      const next = new Set(isRange ? [...ids, ...between(keys, anchor.current, id)] : ids);
      if (!isRange && !next.delete(id)) next.add(id);
      anchor.current = id;
      setIds(next);
    },
    replace,
    clear: () => {
      anchor.current = null;
      setIds(NONE);
      setIsMarking(false);
    },
  };
}

export type Marked = ReturnType<typeof useMarked>;
