import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Icon } from "@/ui/Icon";

import styles from "./Diff.module.css";

/** A changed value: old struck in grey, arrow, new bold. */
export function Diff({ label, before, after }: { label?: string; before: string | null; after: string | null }) {
  const { t } = useTranslation("ui");
  return (
    <span className={styles["diff"]}>
      {label && <span>{label}</span>}
      <del className={styles["old"]}>{before ?? t("empty")}</del>
      <span className={styles["arrow"]}>
        <Icon of={ArrowRight} size={14} />
        <span className="sr-only">{t("changeTo")}</span>
      </span>
      <ins className={styles["new"]} style={{ textDecoration: "none" }}>
        {after ?? t("empty")}
      </ins>
    </span>
  );
}
