import { X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { giveRole, takeRole } from "@/api/sdk.gen";
import type { Member, RoleDetail } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { IconButton } from "@/ui/act/IconButton";
import { useTell } from "@/ui/act/Toasts";
import { PersonPicker } from "@/ui/controls/PersonPicker";
import { Select } from "@/ui/controls/Select";
import { Person } from "@/ui/text/Person";

import styles from "./Permissions.module.css";
import { useRefresh } from "./usePermissions";

interface Ask {
  id: string;
  skills: string[];
}

/** Who has the role, and the skills that each brings to it. */
export function Members({ detail, mayChange }: { detail: RoleDetail; mayChange: boolean }) {
  const { t } = useTranslation("permissions");
  const tell = useTell();
  const refresh = useRefresh();
  const onProblem = (problem: { message: string }) => tell({ kind: "trouble", text: problem.message || t("unreachable") });
  const give = useCommand(
    ({ id, skills }: Ask, headers) =>
      giveRole({ path: { role_key: detail.role.key, person_id: id }, body: { skills }, headers, throwOnError: true }),
    { onDone: refresh, onProblem },
  );
  const take = useCommand(
    (id: string, headers) => takeRole({ path: { role_key: detail.role.key, person_id: id }, headers, throwOnError: true }),
    { onDone: refresh, onProblem },
  );
  const isEverybody = detail.role.key === "employee";
  return (
    <section aria-label={t("members.title")}>
      <h3 className={styles["partName"]}>
        {t("members.title")} <span className={styles["quiet"]}>{detail.role.memberCount}</span>
      </h3>
      {isEverybody && <p className={styles["quiet"]}>{t("members.everybody")}</p>}
      {!isEverybody && detail.members.length === 0 && <p className={styles["quiet"]}>{t("members.none")}</p>}
      <ul className={styles["members"]}>
        {detail.members.map((member) => (
          <Line
            key={member.person.id}
            member={member}
            mayChange={mayChange}
            onSkills={(skills) => give.mutate({ id: member.person.id, skills })}
            onRemove={() => take.mutate(member.person.id)}
          />
        ))}
      </ul>
      {mayChange && !isEverybody && (
        <PersonPicker
          label={t("members.add")}
          value={null}
          without={detail.members.map((member) => member.person.id)}
          onChange={(person) => person && give.mutate({ id: person.id, skills: [] })}
        />
      )}
    </section>
  );
}

function Line(props: { member: Member; mayChange: boolean; onSkills: (skills: string[]) => void; onRemove: () => void }) {
  const { t } = useTranslation("permissions");
  const { person, skills } = props.member;
  return (
    <li className={styles["member"]}>
      <Person person={{ ...person, note: person.department }} />
      {props.mayChange ? (
        <>
          <Select<string[]>
            className={styles["skills"] ?? ""}
            mode="tags"
            variant="borderless"
            tokenSeparators={[" ", ",", "，"]}
            aria-label={t("members.skillsOf", { name: person.name })}
            placeholder={t("members.skills")}
            value={[...skills]}
            onChange={props.onSkills}
            open={false}
            suffix={null}
          />
          <IconButton size="sm" icon={X} label={t("members.remove", { name: person.name })} onPress={props.onRemove} />
        </>
      ) : (
        skills.length > 0 && <span className={styles["quiet"]}>{skills.join("、")}</span>
      )}
    </li>
  );
}
