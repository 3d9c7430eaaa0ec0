import type { TFunction } from "i18next";

import type { InstanceDetail, InstanceRow, PathNode, PathPerson, Person, Waiting } from "@/api/types.gen";
import { asBeginning, duration, moment } from "@/lib/dates/dates";
import type { PathState, PathStep } from "@/ui/flow/Path";
import type { PersonValue } from "@/ui/text/Person";
import type { Status } from "@/ui/text/StatusMark";

/** A person with the note that lists show: department and position. */
export function personValue(person: Person, hasNote = true): PersonValue {
  const note = [person.department, person.position].filter(Boolean).join(" · ");
  return { id: person.id, name: person.name, note: hasNote ? note || null : null };
}

const STATES: Record<PathNode["state"], PathState> = {
  done: "done",
  expected: "expected",
  failed: "failed",
  now: "now",
  rejected: "failed",
  returned: "returned",
  skipped: "skipped",
};

/** 你与林昭; 你、林昭与陈立. */
function listed(names: readonly string[], ui: TFunction): string {
  if (names.length < 2) return names[0] ?? "";
  return ui("person.and", { first: names.slice(0, -1).join(ui("person.separator")), last: names.at(-1) });
}

function names(people: readonly PathPerson[], meId: string, ui: TFunction): string {
  return listed(
    people.map(({ person, onBehalfOf }) => {
      const name = person.id === meId ? ui("person.you") : person.name;
      return onBehalfOf ? ui("person.actsFor", { actor: name, principal: onBehalfOf.name }) : name;
    }),
    ui,
  );
}

/** 已等 1 小时 35 分; 刚到 within the first minute. */
export function waited(since: string, now: Date, t: TFunction<"items">, ui: TFunction): string {
  const seconds = (now.getTime() - new Date(since).getTime()) / 1000;
  return seconds < 60 ? t("path.justNow") : t("path.waited", { time: duration(seconds, ui) });
}

function when(node: PathNode, now: Date, t: TFunction<"items">, ui: TFunction): string | null {
  if (node.state === "now" && node.at) return waited(node.at, now, t, ui);
  if (node.state === "done" && node.kind !== "start" && node.durationS !== null && node.durationS >= 60) {
    return t("path.took", { time: duration(node.durationS, ui) });
  }
  return node.at ? asBeginning(moment(new Date(node.at), now, ui)) : null;
}

/** Groups that have not claimed it yet. */
const groups = (waiting: readonly Waiting[], elementId: string, ui: TFunction): string =>
  listed(
    waiting.flatMap(({ step, group }) => (step.id === elementId && group ? [group] : [])),
    ui,
  );

/** The stations of a way as they are drawn; conditions become the note of what follows them. */
export function pathSteps(
  { path, waiting }: Pick<InstanceDetail, "path" | "waiting">,
  context: { meId: string; now: Date; t: TFunction<"items">; ui: TFunction },
): PathStep[] {
  const { meId, now, t, ui } = context;
  const steps: PathStep[] = [];
  let condition: string | null = null;
  path.forEach((node, index) => {
    if (node.kind === "end") return;
    if (node.kind === "condition") {
      condition = node.note ?? node.name;
      return;
    }
    const open = node.state === "now" ? node.persons.filter((person) => person.state !== "done") : node.persons;
    const who = names(open, meId, ui) || (node.state === "now" ? groups(waiting, node.elementId, ui) : "");
    steps.push({
      id: `${node.elementId}-${index}`,
      name: node.name,
      state: STATES[node.state],
      who: who && node.state === "now" ? t("path.waitsFor", { who }) : who,
      when: when(node, now, t, ui),
      condition,
      note: node.note,
    });
    condition = null;
  });
  return steps;
}

/** The status of an instance in one word: how it ended, or how it stands. */
export function instanceStatus(instance: Pick<InstanceRow, "state" | "outcome"> & { hasIncident?: boolean }): Status {
  if (instance.hasIncident) return "failed";
  if (instance.state === "ended") {
    return ({ approved: "passed", completed: "completed", rejected: "rejected", cancelled: "canceled", revoked: "revoked" } as const)[
      instance.outcome ?? "completed"
    ];
  }
  return ({ running: "running", returned: "returned", withdrawn: "withdrawn", suspended: "suspended" } as const)[
    instance.state
  ];
}

/** The steps that are open now, as words for the pill: 三人评审. */
export function openSteps(instance: InstanceDetail, separator: string): string {
  return [...new Set(instance.waiting.map((waiting) => waiting.step.name))].join(separator);
}
