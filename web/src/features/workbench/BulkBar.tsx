import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { BulkDecision, BulkReport, ItemRow } from "@/api/types.gen";
import { formatMoney } from "@/lib/money/money";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Checkbox } from "@/ui/controls/Choice";
import { useIsPhone } from "@/ui/frame/useWidth";
import { Icon } from "@/ui/Icon";

import { useBulk } from "./api/useBulk";
import styles from "./Bulk.module.css";
import { type BulkPlan, planOf, totalOf } from "./bulk";
import { BulkRejectSheet } from "./BulkRejectSheet";
import { HeldRows } from "./HeldRows";
import type { Marked } from "./useMarked";

interface BulkBarProps {
  marked: Marked;
  rows: readonly ItemRow[];
  onOpen: (id: string) => void;
  onDone: (report: BulkReport, action: BulkDecision["action"]) => void;
}

/** Pinned under the list: what is marked, and one decision for all of it. Names the rows that prevent it. */
export default function BulkBar(props: BulkBarProps) {
  const { t } = useTranslation("workbench");
  const { marked, rows } = props;
  const tell = useTell();
  const [isRejecting, setIsRejecting] = useState(false);
  const plan = planOf(marked.rows);
  const bulk = useBulk({
    onDone: (report, { action }) => {
      setIsRejecting(false);
      props.onDone(report, action);
    },
    onProblem: (problem) => {
      setIsRejecting(false);
      tell({ kind: "trouble", text: problem.message || t("away.title") });
    },
  });
  const decide = (rest: Omit<BulkDecision, "items">) =>
    bulk.mutate({ ...rest, items: marked.rows.map(({ id, version }) => ({ itemId: id, version })) });

  return (
    <section className={styles["bar"]} aria-label={t("bulk.bar")}>
      {plan.isTooMany && (
        <p className={styles["tooMany"]}>
          <Icon of={CircleAlert} size={14} />
          {t("bulk.tooMany")}
        </p>
      )}
      <HeldRows held={plan.held} onOpen={props.onOpen} onLeaveOut={(ids) => marked.replace([...marked.ids].filter((id) => !ids.has(id)))} />
      <div className={styles["line"]}>
        <Checkbox
          aria-label={t("bulk.all")}
          checked={marked.rows.length === rows.length}
          indeterminate={marked.rows.length > 0 && marked.rows.length < rows.length}
          onChange={(event) => marked.replace(event.target.checked ? rows.map((row) => row.id) : [])}
        />
        <Sum rows={marked.rows} />
        <Acts
          plan={plan}
          count={marked.rows.length}
          isBusy={bulk.isPending}
          onCancel={marked.clear}
          onReject={() => setIsRejecting(true)}
          onDecide={() => decide({ action: plan.action })}
        />
      </div>
      {isRejecting && plan.reject && (
        <BulkRejectSheet
          step={plan.reject}
          rows={marked.rows}
          busy={bulk.isPending}
          onAnswer={(answer) => decide({ action: "reject", ...answer })}
          onClose={() => setIsRejecting(false)}
        />
      )}
    </section>
  );
}

function Sum({ rows }: { rows: readonly ItemRow[] }) {
  const { t } = useTranslation("workbench");
  const total = totalOf(rows);
  return (
    <div className={styles["sum"]} aria-live="polite">
      <span>{t("bulk.marked", { count: rows.length })}</span>
      {total && <span className={`${styles["total"] ?? ""} tnum`}>{t("total", { amount: formatMoney(total) })}</span>}
    </div>
  );
}

function Acts(props: {
  plan: BulkPlan;
  count: number;
  isBusy: boolean;
  onCancel: () => void;
  onReject: () => void;
  onDecide: () => void;
}) {
  const { t } = useTranslation("workbench");
  const { plan, count, isBusy } = props;
  const isOff = count === 0 || plan.isTooMany;
  const size = useIsPhone() ? "lg" : "md";
  return (
    <div className={styles["acts"]}>
      <Button kind="text" size={size} onPress={props.onCancel}>
        {t("bulk.cancel")}
      </Button>
      <Button
        size={size}
        disabled={isOff || isBusy || !plan.reject}
        hint={!isOff && !plan.reject ? t("bulk.noReject") : undefined}
        aria-haspopup="dialog"
        onPress={props.onReject}
      >
        {t("bulk.reject")}
      </Button>
      <Button kind="filled" size={size} busy={isBusy} disabled={isOff || plan.held.length > 0} onPress={props.onDecide}>
        {t(`bulk.${plan.action}`, { count })}
      </Button>
    </div>
  );
}
