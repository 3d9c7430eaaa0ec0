import { useTranslation } from "react-i18next";

import styles from "./panel.module.css";
import { ProcessSection } from "./ProcessSection";
import { usePanel } from "./usePanel";

/** The process inside a pool; an empty pool stands for somebody else's. */
export function PoolSection() {
  const { t } = useTranslation("designer");
  const { element } = usePanel();
  if (element.businessObject["processRef"]) return <ProcessSection />;
  return (
    <section className={styles.section}>
      <p className={styles.hint}>{t("process.blackBox")}</p>
    </section>
  );
}
