import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { operateInstance, previewOperation } from "@/api/sdk.gen";
import type { NewActivation, NewVariable, OperationRequest, OperationsView, SafeAction } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { useTell } from "@/ui/act/Toasts";

/** A repair that is being prepared. */
export interface Asked {
  action: SafeAction["action"];
  key?: number | null;
  incidentId?: string | null;
  elementId?: string;
  scopeKey?: number;
  variable?: NewVariable;
}

export interface Move {
  cancel: number[];
  activate: NewActivation[];
}

export interface ScopedVariables {
  scopeKey: number;
  variables: readonly NewVariable[];
}

/** The step that a repair is about. */
export const stepOf = (view: OperationsView, asked: Asked): string =>
  view.standing.find((one) => one.key === asked.key)?.element.name ??
  view.incidents.find((one) => one.id === asked.incidentId)?.element.name ??
  "";

/** What is entered: values, or what to leave and to enter. */
export function useDraft(view: OperationsView, asked: Asked) {
  const [values, setValues] = useState<ScopedVariables>({ scopeKey: asked.scopeKey ?? 0, variables: firstValues(asked) });
  const [move, setMove] = useState<Move>({ cancel: firstLeaving(view, asked), activate: [] });
  const wanted = requestOf(asked, values, move);
  return { values, setValues, move, setMove, wanted, isComplete: isReady(asked, wanted) };
}

function firstValues(asked: Asked): readonly NewVariable[] {
  if (asked.variable) return [asked.variable];
  return asked.action === "correct" ? [{ name: "", type: "text", text: "" }] : [];
}

function firstLeaving(view: OperationsView, asked: Asked): number[] {
  if (asked.key) return [asked.key];
  return view.standing.length === 1 ? view.standing.map((one) => one.key) : [];
}

/** Sends it, and has everything read anew that may have changed. */
export function useRepair(view: OperationsView, asked: Asked, onClose: () => void) {
  const { t } = useTranslation("operate");
  const tell = useTell();
  const queries = useQueryClient();
  return useCommand(
    (body: OperationRequest, headers) => operateInstance({ path: { instance_id: view.id }, body, headers, throwOnError: true }),
    {
      onDone: () => {
        onClose();
        tell({ text: t(`repair.${asked.action}.done`) });
        void queries.invalidateQueries({ queryKey: ["instance", view.id] });
        void queries.invalidateQueries({ queryKey: ["incidents"] });
        void queries.invalidateQueries({ queryKey: ["operated"] });
      },
    },
  );
}

function requestOf(asked: Asked, values: ScopedVariables, move: Move): OperationRequest {
  const given = values.variables.filter((one) => one.name.trim() !== "");
  const common = { action: asked.action, ...(asked.key !== undefined && asked.key !== null && { key: asked.key }) };
  switch (asked.action) {
    case "correct":
    case "skip":
      return { ...common, variables: given, scopeKey: values.scopeKey };
    case "retry":
      return { ...common, incidentId: asked.incidentId ?? "", variables: given, scopeKey: values.scopeKey };
    case "move":
      return { action: "move", ...move };
    case "begin":
      return { ...common, elementId: asked.elementId ?? "" };
    default:
      return common;
  }
}

function isReady(asked: Asked, wanted: OperationRequest): boolean {
  if (asked.action === "correct") return (wanted.variables?.length ?? 0) > 0;
  if (asked.action === "move") return (wanted.activate?.length ?? 0) + (wanted.cancel?.length ?? 0) > 0;
  return true;
}

/** What the server says that it would do. */
export function useForesight(view: OperationsView, wanted: OperationRequest, isAsked: boolean) {
  return useQuery({
    queryKey: ["instance", view.id, "operations", "preview", view.revision, wanted],
    queryFn: async ({ signal }) =>
      (await previewOperation({ path: { instance_id: view.id }, body: wanted, signal, throwOnError: true })).data,
    enabled: isAsked,
    placeholderData: undefined,
    retry: false,
  });
}
