import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { InstanceRow, PathNode } from "@/api/types.gen";
import { duration } from "@/lib/dates/dates";
import { useNow } from "@/lib/dates/useNow";
import { MiniPath, type PathState } from "@/ui/flow/Path";
import { Money } from "@/ui/text/Money";
import { Person } from "@/ui/text/Person";
import { type Status, StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Mine.module.css";
import { RequestActions, type RequestDoors } from "./RequestActions";

const ENDED: Record<NonNullable<InstanceRow["outcome"]>, Status> = {
  approved: "passed",
  completed: "completed",
  rejected: "rejected",
  cancelled: "canceled",
  revoked: "revoked",
};

const STATIONS: Record<PathNode["state"], PathState> = {
  done: "done",
  expected: "expected",
  failed: "failed",
  now: "now",
  rejected: "failed",
  returned: "returned",
  skipped: "skipped",
};

const stations = (row: InstanceRow) =>
  row.path
    .filter((node) => node.kind !== "condition" && node.kind !== "end")
    .map((node, index) => ({ id: `${node.elementId}-${index}`, name: node.name, state: STATIONS[node.state] }));

/** How far a running request is, or how it ended. */
function Way({ row }: { row: InstanceRow }) {
  const { t } = useTranslation("mine");
  if (row.state === "ended") {
    return (
      <div className={styles["state"]}>
        <StatusMark status={ENDED[row.outcome ?? "completed"]} />
        {row.endedAt && <TimeAgo at={row.endedAt} form="day" className={styles["quiet"]} />}
      </div>
    );
  }
  const steps = stations(row);
  const done = steps.filter((step) => step.state === "done").length;
  return (
    <div className={styles["state"]}>
      <MiniPath steps={steps} label={t("way", { done, total: steps.length })} />
      <span className={styles["quiet"]}>{t("way", { done, total: steps.length })}</span>
    </div>
  );
}

function waited(row: InstanceRow, now: Date, t: TFunction<"mine">, ui: TFunction): string {
  const since = row.waiting[0]?.since;
  if (!since) return "";
  const seconds = (now.getTime() - new Date(since).getTime()) / 1000;
  return seconds < 60 ? t("justNow") : t("waited", { time: duration(seconds, ui) });
}

/** Whom it waits for and since when; what was said when it came back. */
function Now({ row }: { row: InstanceRow }) {
  const { t } = useTranslation("mine");
  const { t: ui } = useTranslation("ui");
  const now = useNow();
  if (row.state === "ended") {
    return <div className={styles["quiet"]}>{row.lastComment ?? ""}</div>;
  }
  if (row.hasIncident) {
    return (
      <div className={styles["state"]}>
        <StatusMark status="failed" />
        <span className={styles["quiet"]}>{t("failed")}</span>
      </div>
    );
  }
  if (row.state === "returned" || row.state === "withdrawn" || row.state === "suspended") {
    return (
      <div className={styles["state"]}>
        <StatusMark status={row.state} words={row.state === "returned" ? t("returned") : undefined} />
        {row.lastComment && <span className={styles["quiet"]}>{row.lastComment}</span>}
      </div>
    );
  }
  const steps = [...new Set(row.waiting.map((waiting) => waiting.step.name))].join(ui("person.separator"));
  return (
    <div className={styles["state"]}>
      <div className={styles["stateLine"]}>
        <StatusMark status="running" words={steps || undefined} />
        <span className={styles["quiet"]}>{waited(row, now, t, ui)}</span>
      </div>
      <div className={styles["stateLine"]}>
        {row.waiting.map((waiting) =>
          waiting.person ? (
            <Person
              key={waiting.itemId}
              person={{ id: waiting.person.id, name: waiting.person.name }}
              onBehalfOf={waiting.onBehalfOf}
            />
          ) : (
            <span key={waiting.itemId}>{waiting.group}</span>
          ),
        )}
      </div>
    </div>
  );
}

/** One request of mine: what, how much, how far, whom it waits for, what I can do. */
export function RequestLine({ row, doors }: { row: InstanceRow; doors: RequestDoors }) {
  const { t } = useTranslation("mine");
  const { Link } = doors;
  const under = t("under", { process: row.process.name, number: row.number });
  return (
    <li className={styles["row"]}>
      <div className={styles["main"]}>
        <Link instanceId={row.id} className={styles["title"]}>
          {row.title}
        </Link>
        <div className={styles["under"]} title={under}>
          {under}
        </div>
      </div>
      <div className={styles["amount"]}>{row.amount !== null && <Money amount={row.amount} />}</div>
      <div className={row.state === "ended" ? undefined : styles["way"]}>
        <Way row={row} />
      </div>
      <Now row={row} />
      <RequestActions row={row} doors={doors} />
    </li>
  );
}
