/** The draft of a decision model: read once, changed here, saved by itself, never over somebody else's work. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { readDecisionDraft, saveDecisionDraft } from "@/api/sdk.gen";
import type { RuleDraft } from "@/api/types.gen";
import { type ApiProblem, asProblem } from "@/lib/api/problem";

/** Pause in editing after which the draft is saved. */
const SAVE_AFTER_MS = 1_200;

export type SaveState = "saved" | "waiting" | "saving" | "conflict" | "failed";

export interface RuleDraftHandle {
  draft: RuleDraft | undefined;
  problem: ApiProblem | null;
  /** The document as it stands here. */
  xml: string | undefined;
  state: SaveState;
  saveProblem: ApiProblem | null;
  revision: number;
  change: (xml: string) => void;
  /** Save what is waiting; the revision that then stands on the server, null when it could not be saved. */
  flush: () => Promise<number | null>;
  takeTheirs: () => Promise<void>;
  keepMine: () => Promise<void>;
}

interface Latest {
  xml: string | null;
  revision: number;
  isSaving: Promise<number | null> | null;
}

export const draftKey = (key: string) => ["decisions", key, "draft"] as const;

export function useRuleDraft(key: string): RuleDraftHandle {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: draftKey(key),
    queryFn: async ({ signal }) => (await readDecisionDraft({ path: { decision_key: key }, signal, throwOnError: true })).data,
    staleTime: Infinity, // from here on this page knows better; conflicts are found when saving
    refetchOnWindowFocus: false,
    retry: false,
  });
  const [own, setOwn] = useState<string | null>(null);
  const [state, setState] = useState<SaveState>("saved");
  const [saveProblem, setSaveProblem] = useState<ApiProblem | null>(null);
  const [saved, setSaved] = useState<number | null>(null);
  const latest = useRef<Latest>({ xml: null, revision: 0, isSaving: null });
  const revision = saved ?? query.data?.revision ?? 0;
  useEffect(() => {
    latest.current.revision = revision;
  }, [revision]);

  const save = useCallback(async (): Promise<number | null> => {
    const sending = latest.current.xml;
    if (sending === null) return latest.current.revision;
    latest.current.xml = null;
    setState("saving");
    try {
      const { data } = await saveDecisionDraft({
        path: { decision_key: key },
        body: { xml: sending },
        headers: { "If-Match": `"${latest.current.revision}"` },
        throwOnError: true,
      });
      latest.current.revision = data.revision;
      setSaved(data.revision);
      setSaveProblem(null);
      setState(isWaiting(latest.current) ? "waiting" : "saved");
      return data.revision;
    } catch (cause) {
      const problem = asProblem(cause);
      latest.current.xml ??= sending; // nothing is lost: the next try sends it again
      setSaveProblem(problem);
      setState(problem.status === 409 || problem.status === 412 ? "conflict" : "failed");
      return null;
    }
  }, [key]);

  const flush = useCallback(async (): Promise<number | null> => {
    await latest.current.isSaving;
    const running = save();
    latest.current.isSaving = running;
    const found = await running;
    latest.current.isSaving = null;
    return found;
  }, [save]);

  const change = useCallback((xml: string) => {
    latest.current.xml = xml;
    setOwn(xml);
    setState((before) => (before === "conflict" ? before : "waiting"));
  }, []);

  useEffect(() => {
    if (state !== "waiting") return undefined;
    const timer = setTimeout(() => void flush(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state, own, flush]);

  useLeaveGuard(state === "waiting" || state === "saving" || state === "failed");

  const takeTheirs = useCallback(async () => {
    latest.current.xml = null;
    setOwn(null);
    setSaved(null);
    setSaveProblem(null);
    setState("saved");
    await queries.invalidateQueries({ queryKey: draftKey(key) });
  }, [queries, key]);

  const keepMine = useCallback(async () => {
    const theirs = (await readDecisionDraft({ path: { decision_key: key }, throwOnError: true })).data;
    latest.current.revision = theirs.revision;
    await flush();
  }, [key, flush]);

  return {
    draft: query.data,
    problem: query.error ? asProblem(query.error) : null,
    xml: own ?? query.data?.xml,
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
const isWaiting = (latest: Latest): boolean => latest.xml !== null;

/** Closing the page asks while something is not saved yet. */
function useLeaveGuard(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isOpen]);
}
