import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { InstanceDetail, TimelineEntry as Entry } from "@/api/types.gen";
import { duration } from "@/lib/dates/dates";
import { asProblem } from "@/lib/api/problem";
import { Switch } from "@/ui/controls/Choice";
import { Timeline, type TimelineChange, type TimelineEntry } from "@/ui/flow/Timeline";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";
import { type Status, StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { timelineQuery } from "./api/queries";
import styles from "./Item.module.css";
import { personValue } from "./model";

/** What people do, by its colour; a null has none. Other kinds are told by the server's sentence. */
const KINDS = {
  submitted: "submitted",
  approved: "approved",
  completed: "completed",
  rejected: "rejected",
  abstained: "abstained",
  returned: "returned",
  transferred: "transferred",
  delegated: "delegated",
  advised: "approved",
  recalled: "withdrawn",
  added: "added",
  removed: "withdrawn",
  claimed: null,
  released: null,
  taken_back: "withdrawn",
  withdrawn: "withdrawn",
  cancelled: "canceled",
  reminded: null,
  commented: null,
} as const satisfies Record<string, Status | null>;

const isKnown = (kind: string): kind is keyof typeof KINDS => kind in KINDS;

function Verdict({ entry }: { entry: Entry }) {
  const { t } = useTranslation("items");
  if (entry.isSystem || !isKnown(entry.kind)) return <span className={styles["quiet"]}>{entry.text}</span>;
  const status = KINDS[entry.kind];
  const words = t(`history.kind.${entry.kind}`);
  return status ? <StatusMark status={status} words={words} /> : <span className={styles["quiet"]}>{words}</span>;
}

const shown = (value: unknown): string | null =>
  value === null || value === undefined || value === "" ? null : typeof value === "string" ? value : JSON.stringify(value);

const changes = (entry: Entry): TimelineChange[] =>
  entry.changes.map((change) => ({ label: change.label, before: shown(change.old), after: shown(change.new) }));

function detail(entry: Entry, t: TFunction<"items">, ui: TFunction): string {
  const took = entry.durationS !== null && entry.durationS >= 60;
  return [
    entry.step?.name,
    took && t("path.took", { time: duration(entry.durationS ?? 0, ui) }),
    entry.toPerson && t("history.to", { name: entry.toPerson.name }),
    entry.reasonCategory,
    entry.reason,
  ]
    .filter(Boolean)
    .join(" · ");
}

function drawn(entry: Entry, t: TFunction<"items">, ui: TFunction): TimelineEntry {
  return {
    id: entry.id,
    person: entry.actor && personValue(entry.actor, false),
    onBehalfOf: entry.onBehalfOf && personValue(entry.onBehalfOf, false),
    verdict: <Verdict entry={entry} />,
    when: <TimeAgo at={entry.at} form="moment" />,
    detail: detail(entry, t, ui),
    opinion: entry.comment,
    changes: changes(entry),
  };
}

/** Whom it waits for, on top of what has happened. */
function awaited(instance: InstanceDetail, t: TFunction<"items">): TimelineEntry[] {
  return instance.waiting.map((waiting) => ({
    id: `waiting-${waiting.itemId}`,
    person: waiting.person ? personValue(waiting.person, false) : { id: waiting.itemId, name: waiting.group ?? "" },
    onBehalfOf: waiting.onBehalfOf && personValue(waiting.onBehalfOf, false),
    verdict: <span className={styles["quiet"]}>{t("history.awaits", { step: waiting.step.name })}</span>,
    when: waiting.readAt ? (
      <TimeAgo at={waiting.readAt} form="moment" say={(time) => t("waiting.read", { time })} />
    ) : (
      t("waiting.unread")
    ),
    isAwaited: true,
  }));
}

/** The history as a timeline; what the system did only when asked for. */
export function History({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation("items");
  const { t: ui } = useTranslation("ui");
  const [hasSystem, setHasSystem] = useState(false);
  const query = useQuery(timelineQuery(instance.id));
  if (query.isPending) return <ListSkeleton rows={4} />;
  if (query.isError) {
    const problem = asProblem(query.error);
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  const all = query.data.entries;
  const entries = all.filter((entry) => hasSystem || !entry.isSystem).map((entry) => drawn(entry, t, ui));
  return (
    <div>
      {all.some((entry) => entry.isSystem) && (
        <div className={styles["withSystem"]}>
          <label htmlFor="with-system">{t("history.withSystem")}</label>
          <Switch id="with-system" size="small" checked={hasSystem} onChange={setHasSystem} />
        </div>
      )}
      <Timeline label={t("history.label")} entries={[...awaited(instance, t), ...entries]} />
    </div>
  );
}
