import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { askMay, readPermissions } from "@/api/sdk.gen";
import { Select } from "@/ui/controls/Select";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";
import { ListSkeleton } from "@/ui/states/Skeleton";

import { DepartmentPicker } from "./DepartmentPicker";
import styles from "./Organisation.module.css";
import { useAccess, useOrganisation } from "./useOrganisation";

const SHOWN = 6;

/** What somebody may do, with the role or office that it comes from; and a question with its answer. */
export function AccessTab({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation("organisation");
  const access = useAccess(id, true);
  const [isAll, setIsAll] = useState(false);
  if (!access.data) return <ListSkeleton />;
  const special = access.data.items.filter((item) => item.reasons.some((reason) => reason.source !== "everyone"));
  const shown = isAll ? access.data.items : special.slice(0, SHOWN);
  return (
    <>
      <section aria-label={t("access.title")}>
        <h3 className={styles["partName"]}>{t("access.title")}</h3>
        {special.length === 0 && !isAll && <p className={styles["quiet"]}>{t("access.everybody", { name })}</p>}
        <ul className={styles["allowed"]}>
          {shown.map((item) => (
            <li key={item.permission}>
              <Icon of={ShieldCheck} className={styles["brand"] ?? ""} />
              <div>
                <div>{item.name}</div>
                {item.reasons.map((reason) => (
                  <div key={reason.sentence} className={styles["quiet"]}>
                    {reason.sentence}
                  </div>
                ))}
              </div>
            </li>
          ))}
        </ul>
        <button type="button" className={styles["link"]} aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
          {isAll ? t("access.less") : t("access.more", { count: access.data.items.length })}
        </button>
      </section>
      <Question id={id} name={name} />
    </>
  );
}

/** "Can they see requests of that department?": yes or no, and why. */
function Question({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation("organisation");
  const { data: organisation } = useOrganisation();
  const [permission, setPermission] = useState<string | null>(null);
  const [department, setDepartment] = useState<string | null>(null);
  const everything = useEverything();
  const answer = useQuery({
    queryKey: ["organisation", "may", id, permission, department],
    enabled: permission !== null,
    queryFn: async ({ signal }) =>
      (
        await askMay({
          path: { person_id: id },
          query: { permission: permission ?? "", department: department ?? "" },
          signal,
          throwOnError: true,
        })
      ).data,
  });
  return (
    <section className={styles["question"]} aria-label={t("access.ask", { name })}>
      <h3 className={styles["partName"]}>{t("access.ask", { name })}</h3>
      <Select<string>
        aria-label={t("access.action")}
        placeholder={t("access.action")}
        showSearch={{ optionFilterProp: "label" }}
        value={permission}
        onChange={setPermission}
        options={everything}
      />
      <DepartmentPicker
        label={t("access.department")}
        placeholder={t("access.department")}
        units={organisation?.departments ?? []}
        value={department}
        onChange={setDepartment}
        onClear={() => setDepartment(null)}
      />
      {answer.data && (
        <Notice
          tone={answer.data.isAllowed ? "brand" : "red"}
          mark={<Icon of={answer.data.isAllowed ? CircleCheck : CircleX} />}
          title={answer.data.isAllowed ? t("access.yes") : t("access.no")}
        >
          <p>{answer.data.sentence}</p>
          {answer.data.reasons.map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
        </Notice>
      )}
    </section>
  );
}

function useEverything(): { value: string; label: string }[] {
  const { data } = useQuery({
    queryKey: ["permissions", "overview"],
    queryFn: async ({ signal }) => (await readPermissions({ signal, throwOnError: true })).data,
  });
  return (data?.actions ?? []).map((action) => ({ value: action.permission, label: action.name }));
}
