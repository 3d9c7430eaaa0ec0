/** All decision models: which version counts, which comes, how much they decide and for whom. */
import { FileUp, Plus, Table2 } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { RuleList, RuleRow } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { useIsPhone } from "@/ui/frame/useWidth";
import { SearchField } from "@/ui/list/SearchField";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, FilteredEmpty } from "@/ui/states/State";

import { useRuleList } from "./api/useRules";
import { NewRule } from "./NewRule";
import styles from "./rules.module.css";
import { RuleTable } from "./RuleTable";

export interface RulesPageProps {
  q: string;
  onSearch: (q: string) => void;
  onOpen: (ruleKey: string) => void;
}

export function RulesPage({ q, onSearch, onOpen }: RulesPageProps) {
  const { t } = useTranslation("rules");
  const isPhone = useIsPhone();
  const search = useRef<HTMLInputElement>(null);
  const [making, setMaking] = useState<{ xml: string | null } | null>(null);
  useTitle(t("title"));
  useShortcuts([{ keys: "/", label: t("search"), group: "list", run: () => search.current?.focus() }]);
  const query = useRuleList();
  const rows = query.data?.items ?? [];
  return (
    <Page>
      <PageHeader title={t("title")} fact={query.data && t("fact", { count: rows.length })}>
        <div className={styles.search}>
          <SearchField inputRef={search} label={t("search")} placeholder={t("searchHint")} value={q} onChange={onSearch} shortcut="/" />
        </div>
        {!isPhone && (
          <>
            <Button icon={FileUp} onPress={() => chooseFile((xml) => setMaking({ xml }))}>
              {t("import")}
            </Button>
            <Button kind="filled" icon={Plus} onPress={() => setMaking({ xml: null })}>
              {t("new")}
            </Button>
          </>
        )}
      </PageHeader>
      <Scroll>
        {query.isError && <ErrorState title={t("failed")} code={asProblem(query.error).code} onRetry={() => void query.refetch()} />}
        {query.isPending && <ListSkeleton />}
        {query.data && <Rows {...{ q, onSearch, onOpen }} list={query.data} />}
      </Scroll>
      {making && <NewRule xml={making.xml} taken={rows.map((row) => row.key)} onClose={() => setMaking(null)} onMade={onOpen} />}
    </Page>
  );
}

function Rows({ q, onSearch, onOpen, list }: RulesPageProps & { list: RuleList }) {
  const { t } = useTranslation("rules");
  const shown = list.items.filter((row) => fits(row, q));
  if (list.items.length === 0) return <EmptyState icon={Table2} title={t("none")} text={t("noneText")} />;
  if (shown.length === 0) return <FilteredEmpty title={t("nothingFits")} filters={q} clear={t("clear")} onClear={() => onSearch("")} />;
  return <RuleTable rows={shown} days={list.days} onOpen={onOpen} />;
}

const fits = (row: RuleRow, q: string): boolean =>
  `${row.name} ${row.key} ${row.usedBy.join(" ")}`.toLowerCase().includes(q.trim().toLowerCase());

const MAX_FILE_BYTES = 5 * 1024 * 1024;

function chooseFile(onText: (text: string) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".dmn,.xml,application/xml";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file && file.size <= MAX_FILE_BYTES) void file.text().then(onText);
  });
  input.click();
}
