import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";

import type { Plain } from "../document/extensions";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row } from "./parts";

export interface RecordField {
  name: string;
  label: string;
  hint?: string;
  choices?: readonly { value: string; label: string }[];
  isFeel?: boolean;
}

export interface RecordListProps {
  records: readonly Plain[];
  fields: readonly RecordField[];
  titleOf: (record: Plain) => string;
  addLabel: string;
  blank: Plain;
  onChange: (records: readonly Plain[]) => void;
}

/** Several settings of one kind, each with the same few lines: postings, mappings, copies. */
export function RecordList(props: RecordListProps) {
  const { t } = useTranslation("designer");
  const { records, onChange } = props;
  return (
    <div className={styles.stack}>
      {records.map((record, index) => (
        <div key={index} className={styles.card}>
          <div className={styles.cardHead}>
            <span>{props.titleOf(record)}</span>
            <IconButton icon={X} size="sm" label={t("record.remove")} onPress={() => onChange(records.filter((_, at) => at !== index))} />
          </div>
          {props.fields.map((field) => (
            <Row key={field.name} label={field.label} hint={field.hint}>
              <RecordInput field={field} value={record[field.name]} onChange={(value) => onChange(records.with(index, { ...record, [field.name]: value }))} />
            </Row>
          ))}
        </div>
      ))}
      <Button size="sm" kind="text" icon={Plus} onPress={() => onChange([...records, props.blank])}>
        {props.addLabel}
      </Button>
    </div>
  );
}

function RecordInput({ field, value, onChange }: { field: RecordField; value: unknown; onChange: (value: string) => void }) {
  const text = typeof value === "string" ? value : "";
  if (field.choices) return <Pick label={field.label} value={text} choices={field.choices} onPick={onChange} />;
  return <CommitInput label={field.label} value={text} isCode={field.isFeel ?? false} onCommit={onChange} />;
}
