import { type ComponentType, type ReactNode, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { InstanceDetail, ItemDetail } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useLanguage } from "@/lib/i18n/useLanguage";
import type { FormHandle, FormSlot } from "@/lib/forms/slot";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useTitle } from "@/lib/useTitle";
import { ObjectHeader, Page } from "@/ui/frame/Page";
import { WithSidePanel } from "@/ui/frame/SplitView";
import { Tabs } from "@/ui/frame/Tabs";
import { useIsNarrow, useIsPhone, useIsTall } from "@/ui/frame/useWidth";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { DueMark } from "@/ui/text/DueMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import type { ListFilter } from "./api/queries";
import { DecisionBar } from "./DecisionBar";
import { Discussion } from "./Discussion";
import { Files } from "./Files";
import { filesOf } from "./files";
import { History } from "./History";
import { InstanceHead, InstancePath, InstancePill } from "./InstanceHead";
import styles from "./Item.module.css";
import { ItemForm, ItemTabs, Notes } from "./ItemBody";
import { Neighbours, Unreadable, useItemWork } from "./ItemView";
import { useItemState } from "./useItemState";
import { WaitingCard } from "./WaitingCard";

/** The diagram, as the app passes it in. */
export type DiagramSlot = ComponentType<{ instanceId: string; waiting: InstanceDetail["waiting"] }>;

interface ItemPageProps {
  itemId: string;
  filter: ListFilter;
  form: FormSlot;
  diagram: DiagramSlot;
  /** The list it came from, as a crumb. */
  parent: string;
  onBack: () => void;
  onShow: (itemId: string) => void;
}

/** An item as a page of its own: diagram, form, history beside it, decisions at the foot. */
export function ItemPage(props: ItemPageProps) {
  const query = useItemState(props.itemId, props.filter);
  useTitle(query.data?.instance.title);
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
  return <Loaded key={props.itemId} {...props} detail={query.data} />;
}

function Loaded({ detail, ...props }: ItemPageProps & { detail: ItemDetail }) {
  const { t } = useTranslation("items");
  const isNarrow = useIsNarrow();
  const isPhone = useIsPhone();
  const { instance } = detail;
  const handle = useRef<FormHandle>(null);
  const work = useItemWork(detail, handle, (next) => (next ? props.onShow(next) : props.onBack()));
  useShortcuts([
    { keys: "j", label: t("tools.next"), group: "list", run: () => detail.nextId && props.onShow(detail.nextId) },
    { keys: "k", label: t("tools.previous"), group: "list", run: () => detail.previousId && props.onShow(detail.previousId) },
  ]);

  const form = <ItemForm detail={detail} form={handle} slot={props.form} onChange={work.onForm} />;
  const waiting = <WaitingCard instance={instance} rule={detail.item.rule} />;
  const bar = (
    <DecisionBar
      detail={detail}
      form={handle}
      comment={work.comment}
      onComment={work.onComment}
      onDone={work.onDone}
      onProblem={work.onProblem}
      onBack={props.onShow}
      isOneLine
      hasHints={false}
    />
  );
  const head = (
    <div className={styles["box"]}>
      {isPhone && <PhoneMarks detail={detail} />}
      <InstanceHead instance={instance} isCompact={false} />
    </div>
  );

  return (
    <Page>
      <ObjectHeader
        parent={props.parent}
        onBack={props.onBack}
        title={isPhone ? instance.process.name : instance.title}
        mark={<InstancePill instance={instance} />}
      >
        {!isPhone && work.savedAt && (
          <span className={styles["saved"]}>
            <TimeAgo at={work.savedAt} form="moment" say={(time) => t("draftSaved", { time })} />
          </span>
        )}
        {!isPhone && <Neighbours detail={detail} onShow={props.onShow} kind="outlined" />}
      </ObjectHeader>
      {isNarrow ? (
        <div className={styles["scroll"]}>
          <div className={styles["body"]}>
            {head}
            {!isPhone && <InstancePath instance={instance} />}
            {isPhone ? (
              <PhoneBody detail={detail} work={work} form={form} waiting={waiting} />
            ) : (
              <ItemTabs
                detail={detail}
                refusal={work.refusal}
                onRefusalEnd={work.endRefusal}
                waiting={waiting}
                content={form}
              />
            )}
          </div>
        </div>
      ) : (
        <WithSidePanel label={t("panel")} panel={<Panel instance={instance} waiting={waiting} />}>
          <div className={styles["scroll"]}>
            <div className={styles["body"]}>
              {head}
              <InstanceDrawing instance={instance} diagram={props.diagram} />
              <Notes detail={detail} refusal={work.refusal} onEnd={work.endRefusal} onHistory={() => undefined} />
              {form}
            </div>
          </div>
        </WithSidePanel>
      )}
      {bar}
    </Page>
  );
}

function PhoneMarks({ detail }: { detail: ItemDetail }) {
  return (
    <div className={styles["phoneMarks"]}>
      <InstancePill instance={detail.instance} />
      <DueMark dueAt={detail.item.dueAt} />
    </div>
  );
}

function PhoneBody(props: {
  detail: ItemDetail;
  work: ReturnType<typeof useItemWork>;
  form: ReactNode;
  waiting: ReactNode;
}) {
  const { t } = useTranslation("items");
  const { detail, work } = props;
  return (
    <>
      <Notes detail={detail} refusal={work.refusal} onEnd={work.endRefusal} onHistory={() => undefined} />
      <div className={styles["box"]}>{props.form}</div>
      {detail.instance.waiting.length > 0 && <div className={styles["box"]}>{props.waiting}</div>}
      <section className={styles["box"]} aria-label={t("tab.history")}>
        <h2 className={styles["boxTitle"]}>{t("tab.history")}</h2>
        <History instance={detail.instance} />
      </section>
      <section className={styles["box"]} aria-label={t("tab.discussion")}>
        <h2 className={styles["boxTitle"]}>{t("tab.discussion")}</h2>
        <Discussion instanceId={detail.instance.id} />
      </section>
    </>
  );
}

/** The walked way in the diagram; where there is little height, the path instead. */
export function InstanceDrawing({ instance, diagram: Diagram }: { instance: InstanceDetail; diagram: DiagramSlot }) {
  if (!useIsTall()) return <InstancePath instance={instance} />;
  return (
    <Suspense fallback={<div className={styles["diagram"]} />}>
      <Diagram instanceId={instance.id} waiting={instance.waiting} />
    </Suspense>
  );
}

/** Beside the form: whom it waits for, what has happened, what was said. */
export function Panel({ instance, waiting }: { instance: InstanceDetail; waiting: ReactNode }) {
  const { t } = useTranslation("items");
  const [tab, setTab] = useState("history");
  const language = useLanguage();
  const files = filesOf(instance.form, instance.values, language);
  return (
    <>
      {instance.waiting.length > 0 && <div className={styles["panelPart"]}>{waiting}</div>}
      <div className={styles["panelTabs"]}>
        <Tabs
          label={t("panel")}
          current={tab}
          onChange={setTab}
          panelClassName={styles["tabBody"]}
          tabs={[
            { key: "history", label: t("tab.history"), content: <History instance={instance} /> },
            { key: "discussion", label: t("tab.discussion"), content: <Discussion instanceId={instance.id} /> },
            ...(files.length > 0 ? [{ key: "files", label: t("tab.files"), count: files.length, content: <Files files={files} /> }] : []),
          ]}
        />
      </div>
    </>
  );
}
