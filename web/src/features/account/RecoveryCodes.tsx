import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";

import styles from "./Account.module.css";

/** Codes that each stand in once for the app, shown this one time. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation("account");
  const text = codes.join("\n");
  return (
    <Dialog
      title={t("factor.codesTitle")}
      onClose={onClose}
      isStubborn
      footer={
        <Button kind="filled" onPress={onClose}>
          {t("factor.codesKept")}
        </Button>
      }
    >
      <p>{t("factor.codesOnce")}</p>
      <ul className={styles["codes"]}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <a className={styles["quiet"]} download="dujiang-recovery-codes.txt" href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}>
        {t("factor.download")}
      </a>
    </Dialog>
  );
}
