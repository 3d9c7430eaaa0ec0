/** One instance for whoever keeps it going: where it stands, why, and what may be done about it. */
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { OperationsView } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import type { ModelSlot } from "@/lib/diagram/slot";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useTitle } from "@/lib/useTitle";
import { ObjectHeader, Page } from "@/ui/frame/Page";
import { WithSidePanel } from "@/ui/frame/SplitView";
import { useIsNarrow } from "@/ui/frame/useWidth";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { ErrorState, NoPermission } from "@/ui/states/State";
import { Person } from "@/ui/text/Person";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { InsideTabs } from "./InsideTabs";
import { marksOf, statusOf } from "./model";
import styles from "./operate.module.css";
import { operationsQuery } from "./queries";
import type { Asked } from "./repair";
import { RepairSheet } from "./RepairSheet";
import { WhyPanel } from "./WhyPanel";

export type InstanceLink = ComponentType<{ instanceId: string; className?: string | undefined; children: ReactNode }>;

export interface OperatePageProps {
  instanceId: string;
  model: ModelSlot;
  Link: InstanceLink;
  /** The same instance as people know it. */
  RequestLink: InstanceLink;
  parent: string;
  onBack: () => void;
  onMigrate: (view: OperationsView) => void;
}

export function OperatePage(props: OperatePageProps) {
  const { t } = useTranslation("operate");
  const query = useQuery(operationsQuery(props.instanceId));
  useTitle(query.data?.title || query.data?.number);
  useShortcuts([{ keys: "escape", label: props.parent, group: "task", run: props.onBack }]);
  if (query.isPending) return <DetailSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    return (
      <Page>
        <ObjectHeader parent={props.parent} onBack={props.onBack} title="" />
        {problem.status === 403 ? (
          <NoPermission title={t("hidden.title")} text={problem.message || t("hidden.text")} />
        ) : (
          <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />
        )}
      </Page>
    );
  }
  return <Loaded {...props} view={query.data} />;
}

function Loaded({ view, ...props }: OperatePageProps & { view: OperationsView }) {
  const { t } = useTranslation("operate");
  const isNarrow = useIsNarrow();
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = (next: Asked) => (next.action === "migrate" ? props.onMigrate(view) : setAsked(next));
  const why = <WhyPanel view={view} onAsk={ask} />;
  const { model: Model } = props;
  const focus = view.incidents[0]?.element.id ?? view.standing[0]?.element.id;
  const body = (
    <div className={styles["body"]}>
      <Facts view={view} RequestLink={props.RequestLink} />
      {isNarrow && why}
      <Model xml={view.xml} marks={marksOf(view, t)} label={t("diagram")} focusId={focus} />
      <InsideTabs view={view} Link={props.Link} onAsk={ask} />
    </div>
  );
  return (
    <Page>
      <ObjectHeader
        parent={props.parent}
        onBack={props.onBack}
        title={[view.number, view.title].filter(Boolean).join(" ") || view.process.name}
        mark={<StatusMark status={statusOf(view)} isPill />}
        isHeading
      />
      <WithSidePanel label={t("why.panel")} panel={why}>
        <div className={styles["scroll"]}>{body}</div>
      </WithSidePanel>
      {asked && <RepairSheet key={JSON.stringify(asked)} view={view} asked={asked} model={Model} onClose={() => setAsked(null)} />}
    </Page>
  );
}

function Facts({ view, RequestLink }: { view: OperationsView; RequestLink: InstanceLink }) {
  const { t } = useTranslation("operate");
  return (
    <dl className={styles["facts"]}>
      <div>
        <dt>{t("facts.process")}</dt>
        <dd>
          {view.process.name} v{view.process.version}
        </dd>
      </div>
      <div>
        <dt>{t("facts.initiator")}</dt>
        <dd>{view.initiator ? <Person person={{ id: view.initiator.id, name: view.initiator.name }} /> : t("facts.system")}</dd>
      </div>
      <div>
        <dt>{t("facts.started")}</dt>
        <dd>
          <TimeAgo at={view.startedAt} />
        </dd>
      </div>
      {view.endedAt && (
        <div>
          <dt>{t("facts.ended")}</dt>
          <dd>
            <TimeAgo at={view.endedAt} />
          </dd>
        </div>
      )}
      {view.hasRequest && (
        <div>
          <dt>{t("facts.request")}</dt>
          <dd>
            <RequestLink instanceId={view.id} className={styles["link"]}>
              {view.number || t("facts.open")}
            </RequestLink>
          </dd>
        </div>
      )}
    </dl>
  );
}
