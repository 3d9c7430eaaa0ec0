import { Archive, CirclePlay, CircleX, type LucideIcon, Pause } from "lucide-react";
import { type ReactNode, useState } from "react";

import { Input } from "@/ui/controls/Input";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import { Button } from "./Button";
import styles from "./ConfirmSheet.module.css";
import { Dialog } from "./Dialog";

/** What an action does to others' work, in one sentence. */
export interface Consequence {
  kind: "removed" | "kept" | "paused" | "opened";
  text: string;
}

const ICONS: Record<Consequence["kind"], LucideIcon> = {
  removed: CircleX,
  kept: Archive,
  paused: Pause,
  opened: CirclePlay,
};

/** The sentences said beforehand: what is removed, kept, paused and opened again. */
export function Consequences({ of: sentences }: { of: readonly Consequence[] }) {
  if (sentences.length === 0) return null;
  return (
    <ul className={styles["lines"]}>
      {sentences.map(({ kind, text }) => (
        <li key={`${kind}${text}`} className={styles["line"]}>
          <span className={cx(styles["mark"], styles[kind])}>
            <Icon of={ICONS[kind]} />
          </span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

/**
 * Asks before others' work changes. The title names act and object, the buttons repeat the verb.
 * With `typed`, the button stays off until that word (the request's number) is typed.
 */
export function ConfirmSheet(props: {
  title: string;
  lead?: string;
  consequences?: readonly Consequence[];
  confirm: string;
  cancel: string;
  onConfirm: () => void;
  onCancel: () => void;
  busy?: boolean;
  isReady?: boolean;
  isDangerous?: boolean;
  typed?: { word: string; label: string };
  children?: ReactNode;
}) {
  const [typed, setTyped] = useState("");
  const isOff = props.isReady === false || (props.typed !== undefined && typed.trim() !== props.typed.word);
  return (
    <Dialog
      title={props.title}
      onClose={props.onCancel}
      footer={
        <>
          <Button onPress={props.onCancel}>{props.cancel}</Button>
          <Button
            kind={props.isDangerous ? "danger" : "filled"}
            onPress={props.onConfirm}
            busy={props.busy ?? false}
            disabled={isOff}
          >
            {props.confirm}
          </Button>
        </>
      }
    >
      {props.lead && <p className={styles["lead"]}>{props.lead}</p>}
      {props.consequences && <Consequences of={props.consequences} />}
      {props.children}
      {props.typed && (
        <Input
          aria-label={props.typed.label}
          placeholder={props.typed.label}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </Dialog>
  );
}
