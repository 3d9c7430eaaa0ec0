import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { OperationsView } from "@/api/types.gen";
import { Tabs } from "@/ui/frame/Tabs";
import { Diff } from "@/ui/text/Diff";
import { Person } from "@/ui/text/Person";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { Table } from "./InsideTable";
import { statusOf } from "./model";
import type { InstanceLink } from "./Operate.page";
import styles from "./operate.module.css";
import type { Asked } from "./repair";
import { StandingList, Variables } from "./StandingTabs";

interface InsideProps {
  view: OperationsView;
  Link: InstanceLink;
  onAsk: (asked: Asked) => void;
}

/** What is inside: values, what is waited for, callers and called, and what was repaired before. */
export function InsideTabs(props: InsideProps) {
  const { t } = useTranslation("operate");
  const [tab, setTab] = useState("variables");
  const { view } = props;
  const waiting = view.jobs.length + view.timers.length + view.messages.length;
  const linked = view.called.length + (view.caller ? 1 : 0);
  return (
    <section className={styles["tabs"]} aria-label={t("tabs.label")}>
      <Tabs
        label={t("tabs.label")}
        current={tab}
        onChange={setTab}
        tabs={[
          { key: "variables", label: t("tabs.variables"), count: view.variables.length, content: <Variables {...props} /> },
          { key: "standing", label: t("tabs.standing"), count: view.standing.length, content: <StandingList {...props} /> },
          { key: "waiting", label: t("tabs.waiting"), count: waiting, content: <Waiting view={view} /> },
          { key: "linked", label: t("tabs.linked"), count: linked, content: <Linked {...props} /> },
          { key: "operations", label: t("tabs.operations"), count: view.operations.length, content: <Operations view={view} /> },
        ]}
      />
    </section>
  );
}

function Waiting({ view }: { view: OperationsView }) {
  const { t } = useTranslation("operate");
  if (view.jobs.length + view.timers.length + view.messages.length === 0) {
    return <p className={styles["empty"]}>{t("waiting.none")}</p>;
  }
  return (
    <Table label={t("tabs.waiting")} heads={[t("waiting.for"), t("waiting.step"), t("waiting.state"), t("waiting.when")]}>
      {view.jobs.map((job) => (
        <tr key={job.id}>
          <th scope="row">{t("waiting.job", { type: job.jobType })}</th>
          <td>{job.element.name}</td>
          <td>
            {t(`waiting.jobState.${job.state}`)}
            {job.attempts > 0 && <span className={styles["quiet"]}> {t("waiting.attempts", { count: job.attempts })}</span>}
            {job.lastError && <span className={styles["quiet"]}>{job.lastError}</span>}
          </td>
          <td>{job.nextAt && <TimeAgo at={job.nextAt} />}</td>
        </tr>
      ))}
      {view.timers.map((timer) => (
        <tr key={timer.key}>
          <th scope="row">{t("waiting.timer")}</th>
          <td>{timer.element.name}</td>
          <td>{timer.isAsleep ? t("waiting.asleep") : t("waiting.runs")}</td>
          <td>
            <TimeAgo at={timer.dueAt} />
          </td>
        </tr>
      ))}
      {view.messages.map((message) => (
        <tr key={message.key}>
          <th scope="row">{t(`waiting.${message.kind}`, { name: message.name })}</th>
          <td>{message.element.name}</td>
          <td>{message.correlation && t("waiting.correlation", { key: message.correlation })}</td>
          <td>
            <TimeAgo at={message.since} form="moment" say={(time) => t("waiting.from", { time })} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Linked({ view, Link }: InsideProps) {
  const { t } = useTranslation("operate");
  const rows = [
    ...(view.caller ? [{ ...view.caller, role: t("linked.caller") }] : []),
    ...view.called.map((one) => ({ ...one, role: one.element?.name ?? t("linked.called") })),
  ];
  if (rows.length === 0) return <p className={styles["empty"]}>{t("linked.none")}</p>;
  return (
    <Table label={t("tabs.linked")} heads={[t("linked.role"), t("linked.process"), t("linked.state")]}>
      {rows.map((one) => (
        <tr key={one.id}>
          <th scope="row">{one.role}</th>
          <td>
            <Link instanceId={one.id} className={styles["link"]}>
              {one.process.name} v{one.process.version}
            </Link>
          </td>
          <td>
            <StatusMark status={statusOf({ state: one.state, incidentCount: one.hasIncident ? 1 : 0 })} isSmall />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Operations({ view }: { view: OperationsView }) {
  const { t } = useTranslation("operate");
  if (view.operations.length === 0) return <p className={styles["empty"]}>{t("operations.none")}</p>;
  return (
    <Table label={t("tabs.operations")} heads={[t("operations.what"), t("operations.why"), t("operations.who"), t("operations.when")]}>
      {view.operations.map((one) => (
        <tr key={one.id}>
          <th scope="row">{one.text}</th>
          <td>
            {one.reason || <span className={styles["quiet"]}>{t("operations.noReason")}</span>}
            {one.changes.map((change) => (
              <div key={change.name}>
                <Diff label={change.name} before={change.before} after={change.after} />
              </div>
            ))}
          </td>
          <td>{one.actor ? <Person person={{ id: one.actor.id, name: one.actor.name }} /> : t("facts.system")}</td>
          <td>
            <TimeAgo at={one.at} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
