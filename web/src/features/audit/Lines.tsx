import { Ban, CircleCheck, Eye } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { AuditEntry } from "@/api/types.gen";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";
import { Cell, Faint, PlainTable, RowName, TableRow } from "@/ui/list/PlainTable";
import { Person } from "@/ui/text/Person";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { isKnown } from "./actions";
import type { RequestLink } from "./Audit.page";
import styles from "./Audit.module.css";

const ICONS = { accepted: CircleCheck, refused: Ban, seen: Eye } as const;

/** One line a row: what, who, how it was answered, about what, from where. */
export function Lines({ rows, Link }: { rows: readonly AuditEntry[]; Link: RequestLink }) {
  const { t } = useTranslation("audit");
  return (
    <PlainTable
      label={t("title")}
      heads={(["at", "actor", "action", "verdict", "subject", "address"] as const).map((key) => ({ key, label: t(`column.${key}`) }))}
    >
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <RowName>
              <TimeAgo at={row.at} form="moment" className={styles["when"]} />
            </RowName>
            <Cell label={t("column.actor")}>
              <Actor row={row} />
            </Cell>
            <Cell label={t("column.action")}>
              <span title={row.action}>{isKnown(row.action) ? t(`action.${row.action}`) : <Faint>{row.action}</Faint>}</span>
            </Cell>
            <Cell label={t("column.verdict")}>
              <span className={cx(styles["verdict"], styles[row.verdict])}>
                <Icon of={ICONS[row.verdict]} size={14} /> {t(`verdict.${row.verdict}`)}
                {row.code && (
                  <Faint isBelow>
                    <code>{row.code}</code>
                  </Faint>
                )}
              </span>
            </Cell>
            <Cell label={t("column.subject")}>
              {row.subject && (
                <span data-data>
                  <Link instanceId={row.subject.id} className={styles["link"]}>
                    {row.subject.number || row.subject.title}
                  </Link>
                </span>
              )}
            </Cell>
            <Cell label={t("column.address")}>{row.address}</Cell>
          </TableRow>
        ))}
      </tbody>
    </PlainTable>
  );
}

const KINDS = ["system", "worker", "public"] as const;

function Actor({ row }: { row: AuditEntry }) {
  const { t } = useTranslation("audit");
  if (row.actor) return <Person person={{ id: row.actor.id, name: row.actor.name }} />;
  const kind = KINDS.find((one) => one === row.actorKind);
  return <Faint>{kind ? t(`kind.${kind}`) : t("kind.gone")}</Faint>;
}
