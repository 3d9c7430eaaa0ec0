/** All processes: whose they are, which version is in force, how they run, what needs care. */
import { useQuery } from "@tanstack/react-query";
import { FileUp, Plus, Workflow } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { listProcesses } from "@/api/sdk.gen";
import type { ProcessRow } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useSession } from "@/lib/session/SessionContext";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { useIsPhone } from "@/ui/frame/useWidth";
import { SearchField } from "@/ui/list/SearchField";
import { Segmented } from "@/ui/list/Segmented";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, FilteredEmpty } from "@/ui/states/State";

import { NewProcess } from "./NewProcess";
import { ProcessTable } from "./ProcessTable";
import styles from "./processes.module.css";

export const BOXES = ["mine", "all", "draft"] as const;
export type Box = (typeof BOXES)[number];

export interface ProcessesPageProps {
  q: string;
  box: Box;
  onSearch: (q: string) => void;
  onBox: (box: Box) => void;
  onDesign: (processKey: string) => void;
  onStart: (processKey: string) => void;
}

export function ProcessesPage(props: ProcessesPageProps) {
  const { t } = useTranslation("processes");
  const { person, permissions } = useSession();
  const isPhone = useIsPhone();
  const search = useRef<HTMLInputElement>(null);
  const [making, setMaking] = useState<{ xml: string | null } | null>(null);
  useTitle(t("title"));
  useShortcuts([{ keys: "/", label: t("search"), group: "list", run: () => search.current?.focus() }]);
  const query = useQuery({
    queryKey: ["processes"],
    queryFn: async ({ signal }) => (await listProcesses({ signal, throwOnError: true })).data.items,
  });
  const rows = query.data ?? [];
  const boxes: Record<Box, readonly ProcessRow[]> = {
    mine: rows.filter((row) => row.owner?.id === person.id),
    all: rows,
    draft: rows.filter((row) => row.hasDraft),
  };
  const shown = boxes[props.box].filter((row) => fits(row, props.q));
  const mayDesign = permissions.includes("process.design") && !isPhone;
  return (
    <Page>
      <PageHeader title={t("title")} fact={query.data && t("fact", { count: rows.filter((row) => row.version).length, mine: boxes.mine.length })}>
        <div className={styles.search}>
          <SearchField inputRef={search} label={t("search")} placeholder={t("searchHint")} value={props.q} onChange={props.onSearch} shortcut="/" />
        </div>
        {mayDesign && (
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
      <div className={styles.bar}>
        <Segmented
          label={t("boxes")}
          value={props.box}
          onChange={props.onBox}
          segments={BOXES.map((key) => ({ key, label: t(`box.${key}`), count: boxes[key].length }))}
        />
      </div>
      <Scroll>
        {query.isError && <ErrorState title={t("failed")} code={asProblem(query.error).code} onRetry={() => void query.refetch()} />}
        {query.isPending && <ListSkeleton />}
        {query.data && <Rows {...props} rows={shown} total={rows.length} mayDesign={mayDesign} />}
      </Scroll>
      {making && <NewProcess xml={making.xml} taken={rows.map((row) => row.key)} onClose={() => setMaking(null)} onMade={props.onDesign} />}
    </Page>
  );
}

const fits = (row: ProcessRow, q: string): boolean =>
  `${row.name} ${row.key} ${row.category} ${row.owner?.name ?? ""}`.toLowerCase().includes(q.trim().toLowerCase());

function Rows(props: ProcessesPageProps & { rows: readonly ProcessRow[]; total: number; mayDesign: boolean }) {
  const { t } = useTranslation("processes");
  if (props.total === 0) return <EmptyState icon={Workflow} title={t("none")} text={props.mayDesign ? t("noneText") : undefined} />;
  if (props.rows.length === 0) {
    const filters = [t(`box.${props.box}`), props.q].filter(Boolean).join(" · ");
    const clear = () => {
      props.onSearch("");
      props.onBox("all");
    };
    return <FilteredEmpty title={t("nothingFits")} filters={filters} clear={t("clear")} onClear={clear} />;
  }
  return <ProcessTable rows={props.rows} onDesign={props.onDesign} onStart={props.onStart} />;
}

const MAX_FILE_BYTES = 10 * 1024 * 1024;

function chooseFile(onText: (text: string) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".bpmn,.xml,application/xml";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file && file.size <= MAX_FILE_BYTES) void file.text().then(onText);
  });
  input.click();
}
