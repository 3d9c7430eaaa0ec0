/** What every part of the builder shares. */
import { createContext, use } from "react";

import type { BuilderStep } from "@/lib/forms/builderSlot";
import type { Access, Language } from "@/lib/forms/model";

import type { Kind } from "./kinds";
import type { Place } from "./structure";
import type { Builder } from "./useBuilder";

/** Something wrong with the form: at a component, or at a rule. */
export interface FormFault {
  /** Id of the component; null for what belongs to none. */
  id: string | null;
  /** Index of the rule, when it is one. */
  rule: number | null;
  detail: string;
  severity: "error" | "warning" | "hint";
}

export interface BuilderScene {
  builder: Builder;
  language: Language;
  steps: readonly BuilderStep[];
  problems: readonly FormFault[];
  /** Where what is being dragged would land. */
  place: Place | null;
  dragged: { kind: Kind; label: string; id: string | null } | null;
  onAccess: (stepId: string, fields: readonly string[], access: Access) => void;
  onMatrix: () => void;
  onImport: () => void;
}

export const BuilderContext = createContext<BuilderScene | null>(null);

export function useBuilderScene(): BuilderScene {
  const scene = use(BuilderContext);
  if (!scene) throw new Error("a part of the builder stands outside of it");
  return scene;
}
