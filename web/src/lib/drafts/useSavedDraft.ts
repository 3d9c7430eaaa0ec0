/** A draft: read once, changed here, saved by itself, never over somebody else's work. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { type ApiProblem, asProblem } from "@/lib/api/problem";

/** Pause in designing after which the draft is saved. */
const SAVE_AFTER_MS = 1_500;

export type SaveState = "saved" | "waiting" | "saving" | "conflict" | "failed";

/** Where a draft is kept, and what of it is changed here. */
export interface DraftSource<Stored extends { revision: number }, Document> {
  queryKey: readonly string[];
  read: (signal?: AbortSignal) => Promise<Stored>;
  /** Save over a revision; refused with 409 or 412 when it has moved on. */
  write: (document: Document, revision: number) => Promise<Stored>;
  documentOf: (stored: Stored) => Document;
}

/** What a notice needs to know of a draft that could not be saved. */
export interface DraftTrouble {
  state: SaveState;
  saveProblem: ApiProblem | null;
  /** Save what is waiting; the revision that then stands on the server, null when it could not be saved. */
  flush: () => Promise<number | null>;
  /** Drop what is here and take what is on the server. */
  takeTheirs: () => Promise<void>;
  /** Save what is here over what somebody else saved. */
  keepMine: () => Promise<void>;
}

export interface SavedDraft<Stored, Document> extends DraftTrouble {
  /** As it was read. */
  draft: Stored | undefined;
  problem: ApiProblem | null;
  /** The document as it stands here. */
  document: Document | undefined;
  /** As the server kept it last from here. */
  saved: Stored | null;
  revision: number;
  change: (edit: (before: Document) => Document) => void;
}

/** What the next save sends, and over which revision. */
interface Latest<Document> {
  waiting: Document | null;
  revision: number;
  isSaving: Promise<number | null> | null;
}

export function useSavedDraft<Stored extends { revision: number }, Document>(
  given: DraftSource<Stored, Document>,
): SavedDraft<Stored, Document> {
  const [source] = useState(given); // of one draft for as long as the studio is open
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: source.queryKey,
    queryFn: ({ signal }) => source.read(signal),
    staleTime: Infinity, // from here on this page knows better; conflicts are found when saving
    refetchOnWindowFocus: false,
    placeholderData: undefined,
  });
  const stored = query.data;
  const [own, setOwn] = useState<{ document: Document } | null>(null);
  const [state, setState] = useState<SaveState>("saved");
  const [saveProblem, setSaveProblem] = useState<ApiProblem | null>(null);
  const [saved, setSaved] = useState<Stored | null>(null);
  const latest = useRef<Latest<Document>>({ waiting: null, revision: 0, isSaving: null });
  const revision = saved?.revision ?? stored?.revision ?? 0;
  useEffect(() => {
    latest.current.revision = revision;
  }, [revision]);

  const save = useCallback(async (): Promise<number | null> => {
    const sending = latest.current.waiting;
    if (sending === null) return latest.current.revision;
    latest.current.waiting = null;
    setState("saving");
    try {
      const kept = await source.write(sending, latest.current.revision);
      latest.current.revision = kept.revision;
      setSaved(kept);
      setSaveProblem(null);
      setState(isWaiting(latest.current) ? "waiting" : "saved");
      return kept.revision;
    } catch (cause) {
      const problem = asProblem(cause);
      latest.current.waiting ??= sending; // nothing is lost: the next try sends it again
      setSaveProblem(problem);
      setState(problem.status === 409 || problem.status === 412 ? "conflict" : "failed");
      return null;
    }
  }, [source]);

  const flush = useCallback(async (): Promise<number | null> => {
    await latest.current.isSaving;
    const running = save();
    latest.current.isSaving = running;
    const found = await running;
    latest.current.isSaving = null;
    return found;
  }, [save]);

  const change = useCallback(
    (edit: (before: Document) => Document) => {
      setOwn((before) => {
        if (!before && !stored) return before;
        const base = before ? before.document : source.documentOf(stored as Stored);
        const document = edit(base);
        latest.current.waiting = document;
        return { document };
      });
      setState((before) => (before === "conflict" ? before : "waiting"));
    },
    [source, stored],
  );

  useEffect(() => {
    if (state !== "waiting") return undefined;
    const timer = setTimeout(() => void flush(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state, own, flush]);

  useLeaveGuard(state === "waiting" || state === "saving" || state === "failed");

  const takeTheirs = useCallback(async () => {
    latest.current.waiting = null;
    setOwn(null);
    setSaved(null);
    setSaveProblem(null);
    setState("saved");
    await queries.invalidateQueries({ queryKey: source.queryKey });
  }, [queries, source]);

  const keepMine = useCallback(async () => {
    latest.current.revision = (await source.read()).revision;
    await flush();
  }, [source, flush]);

  return {
    draft: stored,
    problem: query.error ? asProblem(query.error) : null,
    document: own ? own.document : stored && source.documentOf(stored),
    saved,
    state,
    saveProblem,
    revision,
    change,
    flush,
    takeTheirs,
    keepMine,
  };
}

/** Whether something was changed while the last change was being saved. */
const isWaiting = (latest: Latest<unknown>): boolean => latest.waiting !== null;

/** Closing the page asks while something is not saved yet. */
function useLeaveGuard(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isOpen]);
}
