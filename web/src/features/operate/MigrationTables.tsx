import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { MappedElement, MigrationPlan, PlannedInstance } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Consequences } from "@/ui/act/ConfirmSheet";
import { Select } from "@/ui/controls/Select";
import { StatusMark } from "@/ui/text/StatusMark";

import type { InstanceLink } from "./Operate.page";
import styles from "./operate.module.css";

/** Whether something stands in the way of one instance. */
export const isBlocked = (one: PlannedInstance): boolean => one.problems.some((problem) => problem.severity === "error");

/** What stands for what; rows that need a decision come first. */
export function Mapping(props: {
  plan: MigrationPlan;
  looked: string | null;
  onLook: (id: string) => void;
  onMapping: (mapping: Record<string, string>) => void;
}) {
  const { t } = useTranslation("operate");
  const { plan, onMapping } = props;
  const [isWhole, setWhole] = useState(false);
  const weight = (one: MappedElement): number => (one.problems.length > 0 ? 0 : one.standing > 0 ? 1 : one.foundBy === "id" ? 3 : 2);
  const sorted = [...plan.elements].sort((one, other) => weight(one) - weight(other));
  const shown = isWhole ? sorted : sorted.filter((one) => weight(one) < 3);
  const change = (before: string, after: string) => onMapping({ ...plan.mapping, [before]: after });
  return (
    <section className={styles["step"]}>
      <h2>{t("migrate.mapping")}</h2>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways: the keyboard must reach it */}
      <div className={styles["tableBox"]} role="region" aria-label={t("migrate.mapping")} tabIndex={0}>
        <table className={styles["table"]} aria-label={t("migrate.mapping")}>
          <thead>
            <tr>
              <th scope="col">{t("migrate.before")}</th>
              <th scope="col">{t("migrate.after")}</th>
              <th scope="col">{t("migrate.found")}</th>
              <th scope="col">{t("migrate.standing")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.before.id} aria-selected={one.before.id === props.looked}>
                <th scope="row">
                  <Button size="sm" kind="link" onPress={() => props.onLook(one.before.id)}>
                    {one.before.name}
                  </Button>
                </th>
                <td>
                  <Select
                    showSearch={{ optionFilterProp: "label" }}
                    style={{ width: "100%", minWidth: 160 }}
                    aria-label={t("migrate.afterFor", { step: one.before.name })}
                    placeholder={t("migrate.none")}
                    value={one.after?.id}
                    options={plan.targets.filter((target) => target.kind === one.kind).map((target) => ({ value: target.id, label: target.name }))}
                    onChange={(after: string) => change(one.before.id, after)}
                  />
                  {one.problems.map((problem) => (
                    <div key={problem.code} className={styles["problem"]}>
                      {problem.detail}
                    </div>
                  ))}
                </td>
                <td>{one.foundBy ? t(`migrate.by.${one.foundBy}`) : t("migrate.by.none")}</td>
                <td className="tnum">{one.standing > 0 ? t("migrate.standingCount", { count: one.standing }) : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!isWhole && shown.length < plan.elements.length && (
        <div>
          <Button size="sm" onPress={() => setWhole(true)}>
            {t("migrate.showSame", { count: plan.elements.length - shown.length })}
          </Button>
        </div>
      )}
    </section>
  );
}

/** What it means for each instance. */
export function Preview({ plan, Link }: { plan: MigrationPlan; Link: InstanceLink }) {
  const { t } = useTranslation("operate");
  return (
    <section className={styles["step"]}>
      <h2>{t("migrate.preview")}</h2>
      <p className={styles["quiet"]}>{t("migrate.counts", { ready: plan.ready, blocked: plan.blocked })}</p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways: the keyboard must reach it */}
      <div className={styles["tableBox"]} role="region" aria-label={t("migrate.preview")} tabIndex={0}>
        <table className={styles["table"]} aria-label={t("migrate.preview")}>
          <tbody>
            {plan.instances.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Link instanceId={one.id} className={styles["link"]}>
                    {[one.number, one.title].filter(Boolean).join(" ") || one.id}
                  </Link>
                </th>
                <td>{one.standing.map((step) => step.name).join(t("migrate.separator"))}</td>
                <td>
                  <StatusMark status={isBlocked(one) ? "failed" : "passed"} words={isBlocked(one) ? t("migrate.blocked") : t("migrate.ready")} isSmall />
                  {one.problems.map((problem) => (
                    <div key={`${problem.code}${problem.path}`} className={styles["problem"]}>
                      {problem.detail}
                    </div>
                  ))}
                  <Consequences of={one.effects} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
