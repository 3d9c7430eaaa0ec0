import { Hourglass } from "lucide-react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState } from "@/ui/states/State";

import styles from "./Background.module.css";
import { ErrandView } from "./ErrandView";
import { isUnderWay, useErrands } from "./useErrands";

/** What is being done for me in the background: exports, changes of many instances, imports. */
export function BackgroundPage() {
  const { t } = useTranslation("background");
  useTitle(t("title"));
  const query = useErrands();
  const running = query.data?.items.filter(isUnderWay).length ?? 0;
  return (
    <Page>
      <PageHeader title={t("title")} fact={running > 0 && t("running", { count: running })} />
      <Scroll>
        <Errands query={query} />
      </Scroll>
    </Page>
  );
}

function Errands({ query }: { query: ReturnType<typeof useErrands> }) {
  const { t } = useTranslation("background");
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (query.data.items.length === 0) return <EmptyState icon={Hourglass} title={t("empty")} text={t("emptyText")} />;
  return (
    <ul className={styles["list"]}>
      {query.data.items.map((errand) => (
        <li key={errand.id} className={styles["card"]}>
          <ErrandView errand={errand} />
        </li>
      ))}
    </ul>
  );
}
