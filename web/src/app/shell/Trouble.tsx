import { useRouter } from "@tanstack/react-router";
import { MapPinOff } from "lucide-react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { EmptyState, ErrorState } from "@/ui/states/State";

/** A page that failed: the rest of the product goes on. */
export function Crash({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation("app");
  const problem = asProblem(error);
  return (
    <ErrorState title={t("crash.title")} text={t("crash.text")} code={problem.logId ?? undefined} onRetry={reset} />
  );
}

/** An address that leads nowhere. */
export function Missing() {
  const { t } = useTranslation("app");
  const router = useRouter();
  return (
    <>
      <h1 className="sr-only">{t("missing.title")}</h1>
      <EmptyState icon={MapPinOff} title={t("missing.title")} text={t("missing.text")}>
        <Button size="sm" onPress={() => void router.navigate({ to: "/todo" })}>
          {t("missing.home")}
        </Button>
      </EmptyState>
    </>
  );
}
