import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ImportReport } from "@/api/types.gen";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";

import styles from "./Organisation.module.css";

/** What an import would do: every problem where it is found, then every change. */
export function Report({ report, from }: { report: ImportReport; from: "import" | "ldap" }) {
  const { t } = useTranslation("organisation");
  const counts = { added: report.newCount, changed: report.changedCount, same: report.sameCount };
  return (
    <div aria-live="polite" className={styles["report"]}>
      <p>
        {from === "ldap" ? t("ldap.counts", counts) : t("import.counts", counts)}
      </p>
      {report.problemCount > 0 && (
        <>
          <Notice
            tone="red"
            isAlert
            mark={<Icon of={TriangleAlert} />}
            title={t("import.problems", { count: report.problemCount })}
          >
            {from === "ldap" ? t("ldap.nothingYet") : t("import.nothingYet")}
          </Notice>
          <table className={styles["problems"]}>
            <thead>
              <tr>
                <th scope="col">{t("import.where")}</th>
                <th scope="col">{t("import.column")}</th>
                <th scope="col">{t("import.problem")}</th>
              </tr>
            </thead>
            <tbody>
              {report.problems.map((one) => (
                <tr key={`${one.entry}${one.sheet}${one.row}${one.column}${one.problem.code}`}>
                  <td className={one.entry ? undefined : "tnum"}>
                    {one.entry || t("import.row", { sheet: one.sheet, row: one.row })}
                  </td>
                  <td>{one.column}</td>
                  <td>{one.problem.detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {report.isFine && (
        <ul className={styles["changes"]} aria-label={t("import.changes")}>
          {report.changes.map((one) => (
            <li key={one.text}>{one.text}</li>
          ))}
          {report.changeCount > report.changes.length && (
            <li className={styles["quiet"]}>{t("import.andMore", { count: report.changeCount - report.changes.length })}</li>
          )}
        </ul>
      )}
      {report.missingCount > 0 && (
        <p className={styles["quiet"]}>
          {t("import.missing", { count: report.missingCount, people: report.missing.slice(0, 20).join("、") })}
        </p>
      )}
    </div>
  );
}
