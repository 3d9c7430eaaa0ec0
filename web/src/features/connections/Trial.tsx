import { CircleCheck, CircleX, PlugZap } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./connections.module.css";
import { useConnectionCommands } from "./useConnections";

/** Tries the connection as it is saved, and says how far it came. */
export function Trial({ connectionKey }: { connectionKey: string }) {
  const { t } = useTranslation("connections");
  const { test } = useConnectionCommands(() => undefined);
  return (
    <section className={styles["trial"]} aria-label={t("trial.title")}>
      <h2 className={styles["heading"]}>{t("trial.title")}</h2>
      <p className={styles["quiet"]}>{t("trial.text")}</p>
      <div>
        <Button icon={PlugZap} busy={test.isPending} onPress={() => test.mutate(connectionKey)}>
          {t("trial.button")}
        </Button>
      </div>
      {test.error && <ProblemList problems={[{ code: test.error.code, detail: test.error.message }]} />}
      {test.data && (
        <div role="status" aria-label={t("trial.result")}>
          <ol className={styles["steps"]}>
            {test.data.steps.map((step) => (
              <li key={step.key}>
                <span className={cx(step.isGood ? styles["green"] : styles["red"])}>
                  <Icon of={step.isGood ? CircleCheck : CircleX} size={16} />
                </span>
                <span>
                  <span className={styles["stepName"]}>{t(`step.${step.key}`)}</span>
                  {step.text}
                </span>
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
