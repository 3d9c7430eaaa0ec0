import { ArrowLeft, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ConnectionView } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { Tabs } from "@/ui/frame/Tabs";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";

import { CallLog } from "./CallLog";
import { ConnectionForm } from "./ConnectionForm";
import styles from "./connections.module.css";
import { HookTab } from "./HookTab";
import { Trial } from "./Trial";
import { useConnection, useConnectionCommands } from "./useConnections";

const NEW = "+";

interface Props {
  connectionKey: string;
  onConnection: (key: string) => void;
}

/** One connection: settings, test, webhook, calls. */
export function ConnectionPanel({ connectionKey, onConnection }: Props) {
  const { t } = useTranslation("connections");
  const isNew = connectionKey === NEW;
  const query = useConnection(isNew ? "" : connectionKey);
  const view = query.data;
  const mayRemove = view !== undefined && view.version > 0 && !view.isFixed;
  return (
    <Page>
      <PageHeader title={isNew ? t("new") : (view?.name ?? connectionKey)} fact={view && view.key !== view.name && view.key}>
        {mayRemove && <Remove view={view} onRemoved={() => onConnection("")} />}
        <Button icon={ArrowLeft} onPress={() => onConnection("")}>
          {t("back")}
        </Button>
      </PageHeader>
      <Scroll className={styles["page"] ?? ""}>
        {isNew ? <ConnectionForm view={null} onSaved={onConnection} /> : <Known query={query} onConnection={onConnection} />}
      </Scroll>
    </Page>
  );
}

function Known({ query, onConnection }: { query: ReturnType<typeof useConnection>; onConnection: (key: string) => void }) {
  const { t } = useTranslation("connections");
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) return <ErrorState title={asProblem(query.error).message || t("unreachable")} onRetry={() => void query.refetch()} />;
  return <Parts view={query.data} onConnection={onConnection} />;
}

function Parts({ view, onConnection }: { view: ConnectionView; onConnection: (key: string) => void }) {
  const { t } = useTranslation("connections");
  const [tab, setTab] = useState("settings");
  const settings = (
    <div className={styles["columns"]}>
      <ConnectionForm key={view.version} view={view} onSaved={onConnection} />
      <Trial connectionKey={view.key} />
    </div>
  );
  const hook = { key: "hook", label: t("tab.hook"), count: view.subscriptions.length, content: <HookTab view={view} /> };
  return (
    <Tabs
      label={view.name}
      current={tab}
      onChange={setTab}
      panelClassName={styles["panel"]}
      tabs={[
        { key: "settings", label: t("tab.settings"), content: settings },
        ...(view.hookPath && view.version > 0 ? [hook] : []),
        { key: "calls", label: t("tab.calls"), content: <CallLog connectionKey={view.key} /> },
      ]}
    />
  );
}

function Remove({ view, onRemoved }: { view: ConnectionView; onRemoved: () => void }) {
  const { t } = useTranslation("connections");
  const tell = useTell();
  const [isAsked, setIsAsked] = useState(false);
  const { remove } = useConnectionCommands(() => {
    tell({ text: t("told.removed", { name: view.name }) });
    onRemoved();
  });
  return (
    <>
      <Button kind="dangerText" icon={Trash2} onPress={() => setIsAsked(true)}>
        {t("remove.button")}
      </Button>
      {isAsked && (
        <ConfirmSheet
          title={t("remove.title", { name: view.name })}
          consequences={[
            { kind: "removed", text: t("remove.secrets") },
            { kind: "paused", text: t("remove.jobs") },
          ]}
          confirm={t("remove.confirm")}
          cancel={t("remove.cancel")}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(view.key)}
          onCancel={() => setIsAsked(false)}
        />
      )}
    </>
  );
}
