import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { BellOff, CheckCheck, Settings2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { listNotices, readNotices } from "@/api/sdk.gen";
import type { Notice } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { polled } from "@/lib/api/queries";
import { useCommand } from "@/lib/api/useCommand";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { cx } from "@/ui/cx";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState } from "@/ui/states/State";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Notices.module.css";

const PAGE = 50;

interface NoticesProps {
  onItem: (itemId: string) => void;
  onInstance: (instanceId: string) => void;
  /** What I want to be told. */
  onSettings: () => void;
  /** The list of my background work. */
  onBackground: () => void;
}

function useNotices() {
  return useInfiniteQuery({
    queryKey: ["notices", "list"],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (await listNotices({ query: { cursor: pageParam, limit: PAGE }, signal, throwOnError: true })).data,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...polled,
  });
}

/** What I was told, newest first; a press opens what it is about. */
export function NoticesPage(props: NoticesProps) {
  const { t } = useTranslation("notices");
  const queries = useQueryClient();
  useTitle(t("title"));
  const query = useNotices();
  const read = useCommand(
    (upToId: string, headers) => readNotices({ body: { upToId }, headers, throwOnError: true }),
    { onDone: () => void queries.invalidateQueries({ queryKey: ["notices"] }) },
  );
  const first = query.data?.pages[0];
  const unread = first?.unreadCount ?? 0;
  const newest = first?.items[0];
  return (
    <Page>
      <PageHeader title={t("title")} fact={unread > 0 && t("unread", { count: unread })}>
        {unread > 0 && newest && (
          <Button icon={CheckCheck} busy={read.isPending} onPress={() => read.mutate(newest.id)}>
            {t("allRead")}
          </Button>
        )}
        <Button kind="text" icon={Settings2} onPress={props.onSettings}>
          {t("settings")}
        </Button>
      </PageHeader>
      <Scroll>
        <Notices {...props} query={query} />
      </Scroll>
    </Page>
  );
}

function Notices({ query, onItem, onInstance, onBackground }: NoticesProps & { query: ReturnType<typeof useNotices> }) {
  const { t } = useTranslation("notices");
  const notices = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <ListSkeleton />;
  if (query.isError && notices.length === 0) {
    const problem = asProblem(query.error);
    return (
      <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />
    );
  }
  if (notices.length === 0) return <EmptyState icon={BellOff} title={t("empty")} text={t("emptyText")} />;

  const wayOf = ({ itemId, instanceId, kind }: Notice): (() => void) | undefined => {
    if (itemId) return () => onItem(itemId);
    if (instanceId) return () => onInstance(instanceId);
    return kind.startsWith("notify.notice.errand") ? onBackground : undefined;
  };
  return (
    <>
      <ul className={styles["list"]}>
        {notices.map((notice) => (
          <li key={notice.id}>
            <Line notice={notice} onOpen={wayOf(notice)} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <div className={styles["end"]}>
          <Button size="sm" busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Line({ notice, onOpen }: { notice: Notice; onOpen: (() => void) | undefined }) {
  const { t } = useTranslation("notices");
  const content = (
    <>
      <span className={styles["dot"]}>{notice.isUnread && <span className="sr-only">{t("isUnread")}</span>}</span>
      <span className={styles["text"]}>{notice.text}</span>
      <TimeAgo at={notice.at} className={styles["when"] ?? ""} />
    </>
  );
  const className = cx(styles["notice"], notice.isUnread && styles["unread"]);
  if (!onOpen) return <div className={className}>{content}</div>;
  return (
    <button type="button" className={className} onClick={onOpen}>
      {content}
    </button>
  );
}
