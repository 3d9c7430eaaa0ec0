import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "@/ui/Icon";

import styles from "./CopyText.module.css";

const SHOWN_MS = 1_500;

/** A number that people paste elsewhere. */
export function CopyText({ text }: { text: string }) {
  const { t } = useTranslation("ui");
  const [isCopied, setIsCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setIsCopied(true);
      setTimeout(() => setIsCopied(false), SHOWN_MS);
    });
  };
  return (
    <span className={styles["copy"]}>
      {text}
      <button type="button" className={styles["button"]} onClick={copy} aria-label={`${t("copy")} ${text}`}>
        <Icon of={isCopied ? Check : Copy} size={14} />
      </button>
      <span className="sr-only" aria-live="polite">
        {isCopied && t("copied")}
      </span>
    </span>
  );
}
