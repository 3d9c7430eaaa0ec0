import { Plus, Send } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { InstanceRow, StateCounts } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Page, PageHeader } from "@/ui/frame/Page";
import { useIsPhone } from "@/ui/frame/useWidth";
import { SearchField } from "@/ui/list/SearchField";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, FilteredEmpty } from "@/ui/states/State";

import styles from "./Mine.module.css";
import type { RequestDoors } from "./RequestActions";
import { RequestLine } from "./RequestLine";
import { useEndedRequests, useOpenRequests } from "./useMine";

/** What I have asked for: what still runs first, then what has ended. */
export function MinePage(props: {
  q: string;
  onSearch: (q: string) => void;
  onStart: () => void;
  doors: RequestDoors;
}) {
  const { t } = useTranslation("mine");
  const isPhone = useIsPhone();
  const search = useRef<HTMLInputElement>(null);
  useTitle(t("title"));
  useShortcuts([{ keys: "/", label: t("search"), group: "list", run: () => search.current?.focus() }]);
  return (
    <Page>
      <PageHeader title={t("title")}>
        <div className={styles["search"]}>
          <SearchField
            inputRef={search}
            label={t("search")}
            placeholder={t("searchPlaceholder")}
            value={props.q}
            onChange={props.onSearch}
          />
        </div>
        {!isPhone && (
          <Button kind="filled" icon={Plus} onPress={props.onStart}>
            {t("start")}
          </Button>
        )}
      </PageHeader>
      <Requests {...props} />
    </Page>
  );
}

function Requests(props: Parameters<typeof MinePage>[0]) {
  const { t } = useTranslation("mine");
  const { q, doors } = props;
  const open = useOpenRequests(q);
  const ended = useEndedRequests(q);
  const endedRows = ended.data?.pages.flatMap((page) => page.items) ?? [];

  if (open.isPending || ended.isPending) return <ListSkeleton />;
  if (open.rows.length === 0 && endedRows.length === 0) {
    const retry = () => void Promise.all([open.refetch(), ended.refetch()]);
    return <Nothing {...props} error={open.error ?? ended.error} onRetry={retry} />;
  }
  const endedCount = q ? undefined : endedIn(ended.data?.pages[0]?.counts);
  return (
    <div className={styles["list"]}>
      <Group label={t("open")} rows={open.rows} count={open.rows.length} doors={doors} />
      <Group label={t("ended")} rows={endedRows} count={endedCount} doors={doors} />
      {ended.hasNextPage && (
        <div className={styles["end"]}>
          <Button size="sm" busy={ended.isFetchingNextPage} onPress={() => void ended.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** How many have ended, where that is known. */
const endedIn = (counts: StateCounts | undefined) => (counts?.isExact ? counts.ended : undefined);

interface NothingProps {
  q: string;
  onSearch: (q: string) => void;
  onStart: () => void;
  error: Error | null;
  onRetry: () => void;
}

/** Why there is nothing to see: not reached, filtered away, or nothing asked for yet. */
function Nothing({ q, onSearch, onStart, error, onRetry }: NothingProps) {
  const { t } = useTranslation("mine");
  if (error) {
    const problem = asProblem(error);
    return (
      <ErrorState
        title={problem.message || t("unreachable")}
        text={t("safe")}
        code={problem.logId ?? problem.code}
        onRetry={onRetry}
      />
    );
  }
  if (q) {
    return (
      <FilteredEmpty
        title={t("filtered.title")}
        filters={t("filtered.q", { q })}
        clear={t("filtered.clear")}
        onClear={() => onSearch("")}
      />
    );
  }
  return (
    <EmptyState icon={Send} title={t("empty.title")} text={t("empty.text")}>
      <Button size="sm" onPress={onStart}>
        {t("start")}
      </Button>
    </EmptyState>
  );
}

function Group(props: { label: string; rows: readonly InstanceRow[]; count: number | undefined; doors: RequestDoors }) {
  if (props.rows.length === 0) return null;
  return (
    <section aria-label={props.label}>
      <h2 className={styles["group"]}>
        <span>
          {props.label}
          {props.count !== undefined && <span className={styles["count"]}>{props.count}</span>}
        </span>
      </h2>
      <ul>
        {props.rows.map((row) => (
          <RequestLine key={row.id} row={row} doors={props.doors} />
        ))}
      </ul>
    </section>
  );
}
