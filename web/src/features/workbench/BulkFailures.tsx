import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";

import styles from "./Bulk.module.css";

export interface BulkFailure {
  itemId: string;
  title: string;
  /** The server's sentence. */
  reason: string;
}

/** Which items of a decision together were not decided, and why. */
export function BulkFailures({ failures, onClose }: { failures: readonly BulkFailure[]; onClose: () => void }) {
  const { t } = useTranslation("workbench");
  return (
    <Dialog
      title={t("bulk.failed", { count: failures.length })}
      onClose={onClose}
      footer={<Button kind="filled" onPress={onClose}>{t("bulk.seen")}</Button>}
    >
      <ul className={styles["failures"]}>
        {failures.map(({ itemId, title, reason }) => (
          <li key={itemId}>
            <span className={styles["failed"]}>{title}</span>
            <span className={styles["reason"]}>{reason}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
