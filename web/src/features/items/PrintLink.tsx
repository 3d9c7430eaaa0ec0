import { Printer } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n/useLanguage";
import { Icon } from "@/ui/Icon";

import styles from "./PrintLink.module.css";

/** The address of a request on paper: the form as the reader may see it, with its trail. */
export function paperOf(instanceId: string, language: string): string {
  return `/api/v1/instances/${encodeURIComponent(instanceId)}/print.pdf?language=${language}`;
}

/** Opens the PDF, from where it is printed or kept. */
export function PrintLink({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation("items");
  const language = useLanguage();
  return (
    <a className={styles["link"]} href={paperOf(instanceId, language)} target="_blank" rel="noreferrer">
      <Icon of={Printer} /> {t("tools.paper")}
    </a>
  );
}
