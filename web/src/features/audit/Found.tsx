import { useTranslation } from "react-i18next";

import type { AuditVerification } from "@/api/types.gen";
import { stamp } from "@/lib/dates/dates";
import { useNow } from "@/lib/dates/useNow";
import { Notice } from "@/ui/states/Notice";

import styles from "./Audit.module.css";

/** What reckoning the chain again has found, in a sentence; each broken range by its hours. */
export function Found({ verification }: { verification: AuditVerification }) {
  const { t } = useTranslation("audit");
  const { t: ui } = useTranslation("ui");
  const now = useNow();
  const { isIntact, sealCount, lineCount, breaks } = verification;
  const at = (text: string) => stamp(new Date(text), now, ui);
  return (
    <div className={styles["found"]} aria-live="polite">
      <Notice
        tone={isIntact ? "brand" : "red"}
        isAlert={!isIntact}
        title={isIntact ? t("intact", { count: lineCount, seals: sealCount }) : t("broken", { count: breaks.length })}
      >
        {breaks.length === 0
          ? undefined
          : breaks.map((one) => (
              <div key={one.fromAt}>
                {t("break", { from: at(one.fromAt), until: at(one.untilAt), expected: one.expectedLines, found: one.foundLines })}
              </div>
            ))}
      </Notice>
    </div>
  );
}
