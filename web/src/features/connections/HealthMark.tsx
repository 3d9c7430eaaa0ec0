import { useTranslation } from "react-i18next";

import type { ConnectionState } from "@/api/types.gen";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

const STATUS = { unused: "waiting", working: "completed", failing: "failed", resting: "stuck" } as const;

/** How a connection fares. */
export function HealthMark({ state, isPractice }: { state: ConnectionState; isPractice?: boolean }) {
  const { t } = useTranslation("connections");
  if (isPractice) return <StatusMark status="skipped" words={t("health.practice")} isSmall />;
  return <StatusMark status={STATUS[state.health]} words={t(`health.${state.health}`)} isSmall />;
}

/** Since when it fails, and why. */
export function Trouble({ state }: { state: ConnectionState }) {
  const { t } = useTranslation("connections");
  if (!state.failingSince) return null;
  return (
    <span>
      <TimeAgo at={state.failingSince} say={(time) => t("since", { time })} />
      {" · "}
      {state.trouble}
    </span>
  );
}
