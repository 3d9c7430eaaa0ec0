/** Connections to other systems: the list, and one of them opened. */
import { Cable, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, NoPermission } from "@/ui/states/State";

import { ConnectionList } from "./ConnectionList";
import { ConnectionPanel } from "./ConnectionPanel";
import styles from "./connections.module.css";
import { useConnections } from "./useConnections";

/** In place of a key: a connection that is being set up. */
export const NEW = "+";

export function ConnectionsPage({ connection, onConnection }: { connection: string; onConnection: (key: string) => void }) {
  const { t } = useTranslation("connections");
  useTitle(t("title"));
  if (connection) return <ConnectionPanel key={connection} connectionKey={connection} onConnection={onConnection} />;
  return <All onConnection={onConnection} />;
}

function All({ onConnection }: { onConnection: (key: string) => void }) {
  const { t } = useTranslation("connections");
  const query = useConnections();
  const count = query.data?.length ?? 0;
  return (
    <Page>
      <PageHeader title={t("title")} fact={count > 0 && t("count", { count })}>
        <Button kind="filled" icon={Plus} onPress={() => onConnection(NEW)}>
          {t("new")}
        </Button>
      </PageHeader>
      <Scroll className={styles["page"] ?? ""}>
        <Content query={query} onConnection={onConnection} />
      </Scroll>
    </Page>
  );
}

function Content({ query, onConnection }: { query: ReturnType<typeof useConnections>; onConnection: (key: string) => void }) {
  const { t } = useTranslation("connections");
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    if (problem.status === 403) return <NoPermission title={t("hidden")} text={problem.message} />;
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) return <EmptyState icon={Cable} title={t("none")} text={t("noneText")} />;
  return <ConnectionList rows={query.data} onOpen={onConnection} />;
}
