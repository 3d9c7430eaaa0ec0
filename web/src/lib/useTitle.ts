import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { useCompany } from "./session/SessionContext";

/** Names the page in the browser's tab and history, with the company that it belongs to. */
export function useTitle(title: string | undefined): void {
  const { t } = useTranslation("app");
  const house = useCompany() || t("product");
  useEffect(() => {
    document.title = title ? `${title} · ${house}` : house;
  }, [title, house]);
}
