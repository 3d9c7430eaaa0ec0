import { Switch } from "@/ui/controls/Choice";

import styles from "./panel.module.css";

/** Something that is so or is not. */
export function SwitchRow(props: { label: string; isOn: boolean; hint?: string | undefined; onChange: (isOn: boolean) => void }) {
  return (
    <>
      <div className={styles.switchRow}>
        <span>{props.label}</span>
        <Switch size="small" checked={props.isOn} aria-label={props.label} onChange={props.onChange} />
      </div>
      {props.hint && <p className={styles.hint}>{props.hint}</p>}
    </>
  );
}
