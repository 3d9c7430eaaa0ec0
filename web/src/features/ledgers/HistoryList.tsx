import { useTranslation } from "react-i18next";

import type { Ledger, LedgerHistory, LedgerHistoryEntry } from "@/api/types.gen";
import { type TimelineEntry, Timeline } from "@/ui/flow/Timeline";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { cellText } from "./model";
import type { RequestLink } from "./RecordPanel";

const KINDS = ["insert", "update", "import", "fill", "remove", "reserve", "confirm", "release", "add", "undo", "undo_insert", "undo_update"] as const;
type Kind = (typeof KINDS)[number];

const kindOf = (kind: string): Kind => KINDS.find((one) => one === kind) ?? "update";

/** What happened to a row: who, when, by which request, from what to what. */
export function HistoryList({ ledger, history, Link }: { ledger: Ledger; history: LedgerHistory; Link: RequestLink }) {
  const { t } = useTranslation("ledgers");
  const text = (key: string, value: unknown): string | null => {
    const column = ledger.columns.find((one) => one.key === key);
    const shown = column ? cellText(value, column, history.names, { yes: t("yes"), no: t("no") }) : typeof value === "string" ? value : "";
    return shown === "" ? null : shown;
  };
  const shown = (entry: LedgerHistoryEntry): TimelineEntry => ({
    id: String(entry.version),
    person: entry.person && { id: entry.person.id, name: entry.person.name },
    verdict: <span>{t(`history.kind.${kindOf(entry.kind)}`, { count: entry.changes.length })}</span>,
    when: <TimeAgo at={entry.at} form="moment" />,
    detail: entry.instanceId && (
      <Link instanceId={entry.instanceId}>{[entry.number, entry.step].filter(Boolean).join(" · ")}</Link>
    ),
    // the first entry of a row is the row itself: its values stand above
    changes:
      entry.kind === "insert" || entry.kind === "fill" || entry.version === 0
        ? []
        : entry.changes.map((one) => ({ label: one.label, before: text(one.column, one.old), after: text(one.column, one.new) })),
  });
  return <Timeline label={t("history.title")} entries={history.items.map(shown)} />;
}
