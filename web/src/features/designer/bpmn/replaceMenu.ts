/** "Change to": only what the engine runs, so that nobody draws what cannot start. */

/** Entries of bpmn-js' menu that stay, by the id they have there. */
const SUPPORTED = new Set([
  "replace-with-none-start",
  "replace-with-message-start",
  "replace-with-timer-start",
  "replace-with-none-end",
  "replace-with-terminate-end",
  "replace-with-error-end",
  "replace-with-none-intermediate-throw",
  "replace-with-none-intermediate-throwing",
  "replace-with-message-intermediate-catch",
  "replace-with-timer-intermediate-catch",
  "replace-with-exclusive-gateway",
  "replace-with-parallel-gateway",
  "replace-with-inclusive-gateway",
  "replace-with-task",
  "replace-with-user-task",
  "replace-with-service-task",
  "replace-with-send-task",
  "replace-with-rule-task",
  "replace-with-business-rule-task",
  "replace-with-manual-task",
  "replace-with-script-task",
  "replace-with-collapsed-subprocess",
  "replace-with-expanded-subprocess",
  "replace-with-timer-boundary",
  "replace-with-non-interrupting-timer-boundary",
  "replace-with-error-boundary",
  "replace-with-conditional-flow",
  "replace-with-default-flow",
  "replace-with-sequence-flow",
  "toggle-non-interrupting",
]);

const AFTER_THEIRS = 500;

type Entries = Record<string, unknown>;

class ReplaceMenu {
  static $inject = ["popupMenu"];

  constructor(popupMenu: { registerProvider: (id: string, priority: number, provider: unknown) => void }) {
    popupMenu.registerProvider("bpmn-replace", AFTER_THEIRS, this);
  }

  getPopupMenuEntries() {
    return (entries: Entries): Entries => keepSupported(entries);
  }

  getPopupMenuHeaderEntries() {
    return (entries: Entries): Entries => keepSupported(entries);
  }
}

export function keepSupported(entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => SUPPORTED.has(id)));
}

export const replaceMenuModule = { __init__: ["dujiangReplaceMenu"], dujiangReplaceMenu: ["type", ReplaceMenu] };
