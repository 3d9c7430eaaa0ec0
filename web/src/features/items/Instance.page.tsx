import { useQuery } from "@tanstack/react-query";
import { CircleAlert, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { InstanceDetail } from "@/api/types.gen";
import { type ApiProblem, asProblem } from "@/lib/api/problem";
import type { FormSlot } from "@/lib/forms/slot";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { ObjectHeader, Page } from "@/ui/frame/Page";
import { WithSidePanel } from "@/ui/frame/SplitView";
import { useIsNarrow, useIsPhone } from "@/ui/frame/useWidth";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { instanceQuery } from "./api/queries";
import { Discussion } from "./Discussion";
import { History } from "./History";
import { InstanceActions } from "./InstanceActions";
import { InstanceHead, InstancePath, InstancePill } from "./InstanceHead";
import styles from "./Item.module.css";
import { type DiagramSlot, InstanceDrawing, Panel } from "./Item.page";
import { Unreadable } from "./ItemView";
import { PrintLink } from "./PrintLink";
import { WaitingCard } from "./WaitingCard";

interface InstancePageProps {
  instanceId: string;
  form: FormSlot;
  diagram: DiagramSlot;
  parent: string;
  onBack: () => void;
  /** Opens an item of mine: the one that is back for a change. */
  onItem: (itemId: string) => void;
}

/** A request as its initiator (and whoever may see it) follows it. */
export function InstancePage(props: InstancePageProps) {
  const query = useQuery(instanceQuery(props.instanceId));
  useTitle(query.data?.title);
  useShortcuts([{ keys: "escape", label: props.parent, group: "task", run: props.onBack }]);
  if (query.isPending) return <DetailSkeleton />;
  if (query.isError) {
    return (
      <Page>
        <ObjectHeader parent={props.parent} onBack={props.onBack} title="" />
        <Unreadable problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  return <Loaded {...props} instance={query.data} />;
}

function Loaded({ instance, ...props }: InstancePageProps & { instance: InstanceDetail }) {
  const { t } = useTranslation("items");
  const isNarrow = useIsNarrow();
  const isPhone = useIsPhone();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const { form: Form } = props;
  const { myItemId } = instance;

  const notes = (
    <>
      {problem && <Notice tone="red" isAlert mark={<Icon of={CircleAlert} />} title={problem.message || t("unreachable")} />}
      {instance.incidents.map((incident) => (
        <Notice
          key={incident.id}
          tone="red"
          mark={<Icon of={TriangleAlert} />}
          title={t("incident.title", { step: incident.step.name })}
        >
          {incident.detail} · <TimeAgo at={incident.since} form="moment" />
        </Notice>
      ))}
    </>
  );
  const content = (
    <Form
      form={instance.form}
      access={instance.access}
      values={instance.values}
      mode="read"
      processKey={instance.process.key}
      versionId={instance.process.versionId}
    />
  );
  const waiting = <WaitingCard instance={instance} />;
  const actions = (
    <>
      {myItemId && (
        <Button kind="filled" onPress={() => props.onItem(myItemId)}>
          {instance.state === "running" ? t("mine.decide") : t("mine.change")}
        </Button>
      )}
      <InstanceActions instance={instance} onProblem={setProblem} onItem={props.onItem} isFolded={isPhone} />
    </>
  );

  return (
    <Page>
      <ObjectHeader
        parent={props.parent}
        onBack={props.onBack}
        title={isPhone ? instance.process.name : instance.title}
        mark={<InstancePill instance={instance} />}
      >
        {!isPhone && <PrintLink instanceId={instance.id} />}
        {!isPhone && actions}
      </ObjectHeader>
      {isNarrow ? (
        <Narrow instance={instance} notes={notes} content={content} waiting={waiting} />
      ) : (
        <WithSidePanel label={t("panel")} panel={<Panel instance={instance} waiting={waiting} />}>
          <div className={styles["scroll"]}>
            <div className={styles["body"]}>
              <InstanceHead instance={instance} isCompact={false} />
              {notes}
              <InstanceDrawing instance={instance} diagram={props.diagram} />
              {content}
            </div>
          </div>
        </WithSidePanel>
      )}
      {isPhone && (myItemId || instance.actions.length > 0) && <div className={styles["phoneBar"]}>{actions}</div>}
    </Page>
  );
}

function Narrow(props: { instance: InstanceDetail; notes: ReactNode; content: ReactNode; waiting: ReactNode }) {
  const { t } = useTranslation("items");
  const isPhone = useIsPhone();
  const { instance, notes, content, waiting } = props;
  return (
        <div className={styles["scroll"]}>
          <div className={styles["body"]}>
            <div className={styles["box"]}>
              {isPhone && (
                <div className={styles["phoneMarks"]}>
                  <InstancePill instance={instance} />
                </div>
              )}
              <InstanceHead instance={instance} isCompact={false} />
            </div>
            {notes}
            <div className={styles["box"]}>
              <InstancePath instance={instance} />
            </div>
            {instance.waiting.length > 0 && <div className={styles["box"]}>{waiting}</div>}
            <div className={styles["box"]}>{content}</div>
            {isPhone && <PrintLink instanceId={instance.id} />}
            <section className={styles["box"]} aria-label={t("tab.history")}>
              <h2 className={styles["boxTitle"]}>{t("tab.history")}</h2>
              <History instance={instance} />
            </section>
            <section className={styles["box"]} aria-label={t("tab.discussion")}>
              <h2 className={styles["boxTitle"]}>{t("tab.discussion")}</h2>
              <Discussion instanceId={instance.id} />
            </section>
          </div>
        </div>
  );
}
