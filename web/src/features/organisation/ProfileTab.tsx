import { useTranslation } from "react-i18next";

import type { StaffDetail } from "@/api/types.gen";

import styles from "./Organisation.module.css";
import { Planned } from "./Planned";

/** Who somebody is: what the form changes, read. */
export function ProfileTab({ detail }: { detail: StaffDetail }) {
  const { t } = useTranslation("organisation");
  const { person } = detail;
  const facts: [string, string | null | undefined][] = [
    [t("fields.login"), person.login],
    [t("fields.department"), person.departments[0]],
    [
      t("fields.further"),
      detail.further.map((one) => [one.name, one.position].filter(Boolean).join(" · ")).join("、"),
    ],
    [t("fields.reportsTo"), detail.reportsTo?.name],
    [t("fields.email"), detail.email],
    [t("fields.mobile"), detail.mobile],
    [t("fields.calendar"), detail.calendar],
    [t("fields.groups"), detail.groups.join("、")],
    [t("fields.joinedOn"), detail.joinedOn],
    [t("fields.firstWorkOn"), detail.firstWorkOn],
    [t("fields.leftOn"), detail.leftOn],
    [t("fields.open"), t("fields.openCount", { count: detail.openCount })],
    [t("fields.password"), detail.hasPassword ? t("fields.passwordSet") : t("fields.passwordMissing")],
    [t("fields.secondFactor"), detail.hasSecondFactor ? t("fields.factorOn") : t("fields.factorOff")],
  ];
  return (
    <>
      {detail.planned.length > 0 && <Planned changes={detail.planned} />}
      <dl className={styles["facts"]}>
        {facts
          .filter(([, value]) => Boolean(value))
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}
