import { Zap } from "lucide-react";
import { useTranslation } from "react-i18next";

import { avatarText, avatarTint } from "@/lib/names/avatar";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./Person.module.css";

export interface PersonValue {
  id: string;
  name: string;
  /** Department or position, in grey. */
  note?: string | null;
}

export type AvatarSize = 20 | 24 | 28 | 40;

/** The round mark of a person: two characters from 28 px, one below; never red. */
export function Avatar({ person, size = 20 }: { person: PersonValue; size?: AvatarSize }) {
  const text = avatarText(person.name, size < 28);
  const isLatin = /^[\p{Script=Latin}]/u.test(text);
  return (
    <span
      className={cx(styles["avatar"], styles[`size${size}`], styles[`tint${avatarTint(person.id + person.name)}`], isLatin && styles["latin"])}
      aria-hidden="true"
    >
      {text}
    </span>
  );
}

/** The mark of what no person does. */
export function SystemAvatar({ size = 20 }: { size?: AvatarSize }) {
  return (
    <span className={cx(styles["avatar"], styles[`size${size}`], styles["system"])} aria-hidden="true">
      <Icon of={Zap} size={size > 20 ? 14 : 12} />
    </span>
  );
}

/** The violet seal between a hand and its principal. */
export function ForSeal() {
  const { t } = useTranslation("ui");
  return <span className={styles["seal"]}>{t("person.for")}</span>;
}

/** Who: avatar, name, grey note. With `onBehalfOf`: the one who acts first, then the seal, then whom it counts for. */
export function Person(props: {
  person: PersonValue;
  onBehalfOf?: PersonValue | null | undefined;
  size?: AvatarSize;
  hasAvatar?: boolean;
  className?: string;
}) {
  const { person, onBehalfOf, size = 20, hasAvatar = true } = props;
  return (
    <span className={cx(styles["person"], props.className)}>
      {hasAvatar && <Avatar person={person} size={size} />}
      <span className={styles["name"]}>{person.name}</span>
      {onBehalfOf && (
        <>
          <ForSeal />
          <span className={cx(styles["name"], styles["quiet"])}>{onBehalfOf.name}</span>
        </>
      )}
      {person.note && (
        <span className={styles["note"]} title={person.note}>
          {person.note}
        </span>
      )}
    </span>
  );
}

const NAMED = 2;
const DRAWN = 3;

/** Several people in one line: 周敏、林昭等 3 人. */
export function PeopleStack({ people, note }: { people: readonly PersonValue[]; note?: string }) {
  const { t } = useTranslation("ui");
  const names = people.slice(0, NAMED).map((person) => person.name);
  const joined = names.join(t("person.separator"));
  return (
    <span className={styles["person"]} title={people.map((person) => person.name).join(t("person.separator"))}>
      <span className={styles["stack"]}>
        {people.slice(0, DRAWN).map((person) => (
          <Avatar key={person.id} person={person} />
        ))}
      </span>
      <span className={styles["name"]}>
        {people.length > NAMED ? t("person.andOthers", { names: joined, count: people.length }) : joined}
      </span>
      {note && <span className={styles["note"]}>{note}</span>}
    </span>
  );
}
