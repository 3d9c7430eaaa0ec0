import { Plus, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Ledger } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useSession } from "@/lib/session/SessionContext";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { Icon } from "@/ui/Icon";
import { SearchField } from "@/ui/list/SearchField";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, FilteredEmpty } from "@/ui/states/State";

import styles from "./Ledgers.module.css";
import { useLedgers } from "./useLedgers";

interface Props {
  Link: (props: { ledgerKey: string; className?: string | undefined; children: ReactNode }) => ReactNode;
  onCreate: () => void;
}

/** The ledgers that I may see, by category. */
export function LedgersPage({ Link, onCreate }: Props) {
  const { t } = useTranslation("ledgers");
  useTitle(t("title"));
  const { permissions } = useSession();
  const query = useLedgers();
  const [wanted, setWanted] = useState("");
  const all = query.data?.items ?? [];
  const found = all.filter((one) => `${one.name} ${one.key} ${one.category}`.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <Page>
      <PageHeader title={t("title")} fact={all.length > 0 && t("fact", { count: all.length })}>
        {all.length > 0 && (
          <div className={styles["find"]}>
            <SearchField label={t("findLedger")} placeholder={t("findLedger")} value={wanted} onChange={setWanted} />
          </div>
        )}
        {permissions.includes("ledger.design") && (
          <Button kind="filled" icon={Plus} onPress={onCreate}>
            {t("create")}
          </Button>
        )}
      </PageHeader>
      <Scroll>
        <Found query={query} found={found} wanted={wanted} onWanted={setWanted} Link={Link} />
      </Scroll>
    </Page>
  );
}

function Found(props: {
  query: ReturnType<typeof useLedgers>;
  found: readonly Ledger[];
  wanted: string;
  onWanted: (wanted: string) => void;
  Link: Props["Link"];
}) {
  const { t } = useTranslation("ledgers");
  const { query, found, wanted, Link } = props;
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (query.data.items.length === 0) return <EmptyState icon={Table2} title={t("none.title")} text={t("none.text")} />;
  if (found.length === 0)
    return <FilteredEmpty title={t("none.found")} filters={wanted} clear={t("filter.clear")} onClear={() => props.onWanted("")} />;
  return (
    <>
        {byCategory(found).map(([category, ledgers]) => (
          <section key={category} className={styles["category"]} aria-label={category || t("otherCategory")}>
            <h2 className={styles["categoryName"]}>{category || t("otherCategory")}</h2>
            <ul className={styles["cards"]}>
              {ledgers.map((one) => (
                <li key={one.key}>
                  <Link ledgerKey={one.key} className={styles["ledger"]}>
                    <span className={styles["ledgerIcon"]}>
                      <Icon of={Table2} />
                    </span>
                    <span className={styles["ledgerName"]}>{one.name}</span>
                    <span className={styles["quiet"]}>
                      {t("rows", { count: one.rowCount, shown: one.rowCount.toLocaleString("en-US") })} · {t(rightsKey(one))}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}

export const rightsKey = ({ seesAll, mayWrite }: Pick<Ledger, "seesAll" | "mayWrite">) =>
  mayWrite ? "rights.write" : seesAll ? "rights.read" : "rights.own";

function byCategory(ledgers: readonly Ledger[]): [string, Ledger[]][] {
  const found = new Map<string, Ledger[]>();
  for (const one of ledgers) found.set(one.category, [...(found.get(one.category) ?? []), one]);
  return [...found.entries()].sort(([a], [b]) => Number(a === "") - Number(b === "") || a.localeCompare(b, "zh"));
}
