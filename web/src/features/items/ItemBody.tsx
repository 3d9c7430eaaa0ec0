import { type ReactNode, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ItemDetail } from "@/api/types.gen";
import type { Language } from "@/lib/i18n/languages";
import { useLanguage } from "@/lib/i18n/useLanguage";
import type { FormHandle, FormSlot, FormValues } from "@/lib/forms/slot";
import { Tabs } from "@/ui/frame/Tabs";

import { Discussion } from "./Discussion";
import { Files } from "./Files";
import { filesOf } from "./files";
import { History } from "./History";
import styles from "./Item.module.css";
import { ChangedNote, type Refusal, RefusalNote } from "./ItemNotes";

interface FieldLike {
  key?: string;
  label?: string;
  dateLabel?: string;
  dj?: { label?: Partial<Record<Language, string>> };
  components?: readonly FieldLike[];
}

/** The label of a field in a form schema, in the reader's language; the key where it has none. */
function labelOf(form: unknown, key: string, language: Language): string {
  const search = (components: readonly FieldLike[]): string | null => {
    for (const field of components) {
      const label = field.dj?.label?.[language] ?? field.label ?? field.dateLabel;
      if (field.key === key && label) return label;
      const below = search(field.components ?? []);
      if (below) return below;
    }
    return null;
  };
  return search((form as FieldLike).components ?? []) ?? key;
}

/** Whether the item is mine to fill in, or only to read. */
const isMine = (detail: ItemDetail): boolean =>
  detail.actions.some((action) => ["approve", "complete", "submit"].includes(action.action));

/** The form of an item: to fill in where it is mine, else to read. */
export function ItemForm(props: {
  detail: ItemDetail;
  form: RefObject<FormHandle | null>;
  slot: FormSlot;
  onChange: (values: FormValues) => void;
}) {
  const { detail, form, slot: Form, onChange } = props;
  const { instance, item } = detail;
  const mode = !isMine(detail) ? "read" : item.stepKind === "start" ? "start" : "step";
  return (
    <Form
      key={`${item.id}-${mode}`}
      ref={form}
      form={detail.form}
      access={detail.access}
      values={detail.values}
      mode={mode}
      processKey={instance.process.key}
      versionId={instance.process.versionId}
      itemId={item.id}
      stepTitle={item.step.name}
      onChange={onChange}
    />
  );
}

interface ItemBodyProps {
  detail: ItemDetail;
  content: ReactNode;
  refusal: Refusal | null;
  onRefusalEnd: () => void;
  /** What stands beside in the wide page is a tab here. */
  waiting?: ReactNode;
}

/** Request, history and discussion as tabs: the split view and narrow screens. */
export function ItemTabs({ detail, content, refusal, onRefusalEnd, waiting }: ItemBodyProps) {
  const { t } = useTranslation("items");
  const [tab, setTab] = useState("content");
  const language = useLanguage();
  const files = filesOf(detail.form, detail.values, language);
  return (
    <div>
      <Tabs
        label={t("tabs")}
        current={tab}
        onChange={setTab}
        panelClassName={styles["tabBody"]}
        tabs={[
          {
            key: "content",
            label: t("tab.content"),
            content: (
              <div className={styles["body"]}>
                <Notes detail={detail} refusal={refusal} onEnd={onRefusalEnd} onHistory={() => setTab("history")} />
                {content}
              </div>
            ),
          },
          {
            key: "history",
            label: t("tab.history"),
            content: (
              <div className={styles["body"]}>
                {waiting}
                <History instance={detail.instance} />
              </div>
            ),
          },
          ...(files.length > 0 ? [{ key: "files", label: t("tab.files"), count: files.length, content: <Files files={files} /> }] : []),
          { key: "discussion", label: t("tab.discussion"), content: <Discussion instanceId={detail.instance.id} /> },
        ]}
      />
    </div>
  );
}

export function Notes(props: { detail: ItemDetail; refusal: Refusal | null; onEnd: () => void; onHistory: () => void }) {
  const { detail, refusal } = props;
  const language = useLanguage();
  return (
    <>
      {refusal && (
        <RefusalNote
          refusal={refusal}
          instanceId={detail.instance.id}
          onEnd={props.onEnd}
          onHistory={props.onHistory}
        />
      )}
      <ChangedNote detail={detail} labels={detail.changedFields.map((key) => labelOf(detail.form, key, language))} />
    </>
  );
}
