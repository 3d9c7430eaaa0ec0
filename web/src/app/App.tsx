import { useTranslation } from "react-i18next";

export function App() {
  const { t } = useTranslation("app");
  const { t: ui } = useTranslation("ui");
  return (
    <h1>
      {t("product")} {ui("retry")}
    </h1>
  );
}
