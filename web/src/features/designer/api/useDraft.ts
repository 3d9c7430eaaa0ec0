/** The draft of a process: read once, changed here, saved by itself, never over somebody else's work. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { readDraft, saveDraft } from "@/api/sdk.gen";
import type { Draft } from "@/api/types.gen";
import { type ApiProblem, asProblem } from "@/lib/api/problem";

/** Pause in designing after which the draft is saved. */
const SAVE_AFTER_MS = 1_500;

/** A form-js schema as it is stored. */
export type FormSchema = Record<string, unknown>;

export interface DraftDocument {
  xml: string;
  /** Form schemas by key. */
  forms: Readonly<Record<string, FormSchema>>;
  /** DMN documents by key. */
  decisions: Readonly<Record<string, string>>;
}

export type SaveState = "saved" | "waiting" | "saving" | "conflict" | "failed";

export interface DraftHandle {
  draft: Draft | undefined;
  problem: ApiProblem | null;
  document: DraftDocument | undefined;
  state: SaveState;
  saveProblem: ApiProblem | null;
  savedAt: string | null;
  revision: number;
  change: (part: Partial<DraftDocument>) => void;
  /** Save what is waiting; resolves to whether everything is saved. */
  flush: () => Promise<boolean>;
  /** Drop what is here and take what is on the server. */
  takeTheirs: () => Promise<void>;
  /** Save what is here over what somebody else saved. */
  keepMine: () => Promise<void>;
}

function useStoredDraft(processKey: string) {
  return useQuery({
    queryKey: ["processes", processKey, "draft"],
    queryFn: async ({ signal }) => (await readDraft({ path: { process_key: processKey }, signal, throwOnError: true })).data,
    staleTime: Infinity, // from here on this page knows better; conflicts are found when saving
    refetchOnWindowFocus: false,
    placeholderData: undefined,
  });
}

export function useDraft(processKey: string): DraftHandle {
  const queries = useQueryClient();
  const query = useStoredDraft(processKey);
  const [own, setOwn] = useState<DraftDocument | null>(null);
  const [state, setState] = useState<SaveState>("saved");
  const [saveProblem, setSaveProblem] = useState<ApiProblem | null>(null);
  const [saved, setSaved] = useState<{ revision: number; at: string | null } | null>(null);
  const latest = useRef<Latest>({ document: null, revision: 0, isSaving: null });

  const document = own ?? (query.data && documentOf(query.data));
  const revision = saved?.revision ?? query.data?.revision ?? 0;
  useEffect(() => {
    latest.current.revision = revision;
  }, [revision]);

  const save = useCallback(async (): Promise<boolean> => {
    const { document: sending } = latest.current;
    if (!sending) return true;
    latest.current.document = null;
    setState("saving");
    try {
      const { data } = await saveDraft({
        path: { process_key: processKey },
        body: { xml: sending.xml, forms: { ...sending.forms }, decisions: { ...sending.decisions } },
        headers: { "If-Match": `"${latest.current.revision}"` },
        throwOnError: true,
      });
      latest.current.revision = data.revision;
      setSaved({ revision: data.revision, at: data.savedAt });
      setSaveProblem(null);
      setState(isWaiting(latest.current) ? "waiting" : "saved");
      return true;
    } catch (cause) {
      const problem = asProblem(cause);
      latest.current.document ??= sending; // nothing is lost: the next try sends it again
      setSaveProblem(problem);
      setState(problem.status === 409 || problem.status === 412 ? "conflict" : "failed");
      return false;
    }
  }, [processKey]);

  const flush = useCallback(async (): Promise<boolean> => {
    await latest.current.isSaving;
    const running = save();
    latest.current.isSaving = running;
    const isSaved = await running;
    latest.current.isSaving = null;
    return isSaved;
  }, [save]);

  const change = useCallback(
    (part: Partial<DraftDocument>) => {
      setOwn((before) => {
        const base = before ?? (query.data && documentOf(query.data));
        if (!base) return before;
        const next = { ...base, ...part };
        latest.current.document = next;
        return next;
      });
      setState((before) => (before === "conflict" ? before : "waiting"));
    },
    [query.data],
  );

  useEffect(() => {
    if (state !== "waiting") return undefined;
    const timer = setTimeout(() => void flush(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state, own, flush]);

  useLeaveGuard(state === "waiting" || state === "saving" || state === "failed");

  const takeTheirs = useCallback(async () => {
    latest.current.document = null;
    setOwn(null);
    setSaved(null);
    setSaveProblem(null);
    setState("saved");
    await queries.invalidateQueries({ queryKey: ["processes", processKey, "draft"] });
  }, [queries, processKey]);

  const keepMine = useCallback(async () => {
    const theirs = (await readDraft({ path: { process_key: processKey }, throwOnError: true })).data;
    latest.current.revision = theirs.revision;
    await flush();
  }, [processKey, flush]);

  return {
    ...shown(query, saved),
    document,
    state,
    saveProblem,
    revision,
    change,
    flush,
    takeTheirs,
    keepMine,
  };
}

/** What the next save sends, and over which revision. */
interface Latest {
  document: DraftDocument | null;
  revision: number;
  isSaving: Promise<boolean> | null;
}

/** Whether something was changed while the last change was being saved. */
const isWaiting = (latest: Latest): boolean => latest.document !== null;

function shown(query: { data: Draft | undefined; error: Error | null }, saved: { at: string | null } | null) {
  return {
    draft: query.data,
    problem: query.error ? asProblem(query.error) : null,
    savedAt: saved ? saved.at : (query.data?.savedAt ?? null),
  };
}

function documentOf({ xml, forms, decisions }: Draft): DraftDocument {
  return { xml, forms: forms as DraftDocument["forms"], decisions };
}

/** Closing the page asks while something is not saved yet. */
function useLeaveGuard(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isOpen]);
}
