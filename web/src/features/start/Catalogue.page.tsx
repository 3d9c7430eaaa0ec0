import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FileClock, LayoutGrid, Timer } from "lucide-react";
import { type ComponentType, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";

import { deleteStartDraft, readCatalogue } from "@/api/sdk.gen";
import type { CatalogueCard } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";
import { duration } from "@/lib/dates/dates";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Page, Scroll } from "@/ui/frame/Page";
import { Icon } from "@/ui/Icon";
import { SearchField } from "@/ui/list/SearchField";
import { Notice } from "@/ui/states/Notice";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, FilteredEmpty } from "@/ui/states/State";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Catalogue.module.css";
import { processIcon } from "./icons";

interface CatalogueProps {
  q: string;
  onSearch: (q: string) => void;
  Link: ComponentType<{ processKey: string; className?: string | undefined; children: ReactNode }>;
  onOpen: (processKey: string) => void;
  /** A withdrawn request that waits to be submitted again. */
  onItem: (itemId: string) => void;
}

const fits = (card: CatalogueCard, q: string): boolean =>
  `${card.name} ${card.description} ${card.category}`.toLowerCase().includes(q.toLowerCase());

/** Everything one may start, by category; what was left unfinished on top. */
export function CataloguePage(props: CatalogueProps) {
  const { t } = useTranslation("start");
  const search = useRef<HTMLInputElement>(null);
  useTitle(t("title"));
  useShortcuts([{ keys: "/", label: t("search"), group: "list", run: () => search.current?.focus() }]);
  const query = useQuery({
    queryKey: ["catalogue"],
    queryFn: async ({ signal }) => (await readCatalogue({ signal, throwOnError: true })).data,
  });
  const cards = query.data?.items ?? [];
  return (
    <Page>
      <Scroll className={styles["page"] ?? ""}>
        <header className={styles["head"]}>
          <div>
            <h1 className={styles["title"]}>{t("title")}</h1>
            {query.data && <p className={styles["fact"]}>{t("fact", { count: cards.length })}</p>}
          </div>
          <div className={styles["search"]}>
            <SearchField
              inputRef={search}
              label={t("search")}
              placeholder={t("searchPlaceholder")}
              shortcut="/"
              value={props.q}
              onChange={props.onSearch}
            />
          </div>
        </header>
        {query.isPending && <ListSkeleton rows={4} />}
        {query.isError && (
          <ErrorState
            title={asProblem(query.error).message || t("unreachable")}
            code={asProblem(query.error).code}
            onRetry={() => void query.refetch()}
          />
        )}
        {query.data && <Cards {...props} cards={cards} />}
      </Scroll>
    </Page>
  );
}

function Cards({ cards, ...props }: CatalogueProps & { cards: readonly CatalogueCard[] }) {
  const { t } = useTranslation("start");
  const shown = props.q ? cards.filter((card) => fits(card, props.q)) : cards;
  if (cards.length === 0) return <EmptyState icon={LayoutGrid} title={t("empty.title")} text={t("empty.text")} />;
  if (shown.length === 0) {
    return (
      <FilteredEmpty
        title={t("filtered.title")}
        filters={t("filtered.q", { q: props.q })}
        clear={t("filtered.clear")}
        onClear={() => props.onSearch("")}
      />
    );
  }
  const categories = [...new Set(shown.map((card) => card.category))];
  return (
    <>
      <div className={styles["drafts"]}>
        {cards
          .filter((card) => card.draft !== null)
          .map((card) => (
            <DraftNotice key={card.processKey} card={card} onOpen={props.onOpen} onItem={props.onItem} />
          ))}
      </div>
      {categories.map((category) => {
        const inCategory = shown.filter((card) => card.category === category);
        return (
          <section key={category} className={styles["group"]} aria-label={category}>
            <h2 className={styles["groupName"]}>
              {category}
              <span className={styles["count"]}>{inCategory.length}</span>
            </h2>
            <div className={styles["cards"]}>
              {inCategory.map((card) => (
                <Card key={card.processKey} card={card} Link={props.Link} />
              ))}
            </div>
          </section>
        );
      })}
    </>
  );
}

function Card({ card, Link }: { card: CatalogueCard; Link: CatalogueProps["Link"] }) {
  const { t } = useTranslation("start");
  const { t: ui } = useTranslation("ui");
  return (
    <Link processKey={card.processKey} className={styles["card"]}>
      <span className={styles["icon"]}>
        <Icon of={processIcon(card.processKey)} size={18} />
      </span>
      <span className={styles["text"]}>
        <span className={styles["name"]}>
          {card.name}
          {card.draft && <StatusMark status="draft" isSmall />}
        </span>
        <span className={styles["description"]} style={{ display: "block" }}>
          {card.description}
        </span>
        {card.usualDurationS !== null && (
          <span className={styles["usual"]}>
            <Icon of={Timer} size={14} />
            {t("usual", { time: duration(card.usualDurationS, ui) })}
          </span>
        )}
      </span>
    </Link>
  );
}

function DraftNotice(props: { card: CatalogueCard; onOpen: (processKey: string) => void; onItem: (itemId: string) => void }) {
  const { t } = useTranslation("start");
  const queries = useQueryClient();
  const { card } = props;
  const drop = useCommand(
    (_: null, headers) =>
      deleteStartDraft({ path: { process_key: card.processKey }, headers, throwOnError: true }),
    { onDone: () => void queries.invalidateQueries({ queryKey: ["catalogue"] }) },
  );
  const { draft } = card;
  if (!draft) return null;
  const { itemId } = draft;
  return (
    <Notice
      mark={<Icon of={FileClock} />}
      title={
        <>
          {t(itemId ? "draft.withdrawn" : "draft.left", { name: card.name })}{" "}
          <TimeAgo at={draft.savedAt} form="moment" />
        </>
      }
      actions={
        <>
          {!itemId && (
            <Button kind="text" size="sm" busy={drop.isPending} onPress={() => drop.mutate(null)}>
              {t("draft.drop")}
            </Button>
          )}
          <Button size="sm" onPress={() => (itemId ? props.onItem(itemId) : props.onOpen(card.processKey))}>
            {t("draft.go")}
          </Button>
        </>
      }
    />
  );
}
