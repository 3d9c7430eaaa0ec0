import { Bookmark, ChevronDown, Users } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { type SavedView, useViewCommands, useViews, type ViewPage } from "@/lib/views/useViews";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Menu, type MenuItem } from "@/ui/act/Menu";
import { useTell } from "@/ui/act/Toasts";
import { Checkbox } from "@/ui/controls/Choice";
import { Field } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { Icon } from "@/ui/Icon";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./Filters.module.css";

export interface ViewState {
  filters: Record<string, string>;
  columns?: readonly string[];
}

/** A list's saved filters: choose one, keep the present one, give it to everybody, forget one. */
export function SavedViews(props: {
  page: ViewPage;
  state: ViewState;
  onChoose: (view: SavedView) => void;
  /** What they are called here, where a filter of another kind stands beside them. */
  label?: string;
}) {
  const { t } = useTranslation("ui");
  const tell = useTell();
  const [isSaving, setIsSaving] = useState(false);
  const { named } = useViews(props.page);
  const { save, remove } = useViewCommands(props.page, (kind) => {
    setIsSaving(false);
    tell({ text: t(`views.${kind}`) });
  });
  const mine = named.filter((view) => view.isMine);
  const items: MenuItem[] = [
    ...named.map((view) => ({
      key: view.id,
      label: view.name,
      icon: view.isShared ? Users : Bookmark,
      ...(!view.isMine && view.owner && { note: view.owner.name }),
      onPress: () => props.onChoose(view),
    })),
    ...(named.length > 0 ? (["divider"] as const) : []),
    { key: "save", label: t("views.save"), onPress: () => setIsSaving(true) },
    ...mine.map((view) => ({
      key: `delete-${view.id}`,
      label: t("views.delete", { name: view.name }),
      isDangerous: true,
      onPress: () => remove.mutate(view.id),
    })),
  ];
  return (
    <>
      <Menu placement="bottomLeft" items={items}>
        <button type="button" className={styles["chip"]} aria-haspopup="menu">
          <Icon of={Bookmark} size={14} />
          {props.label ?? t("views.title")}
          <Icon of={ChevronDown} size={14} />
        </button>
      </Menu>
      {isSaving && (
        <SaveDialog
          known={mine}
          state={props.state}
          busy={save.isPending}
          problem={save.error}
          onSave={(ask) => save.mutate(ask)}
          onClose={() => setIsSaving(false)}
        />
      )}
    </>
  );
}

interface SaveProps {
  known: readonly SavedView[];
  state: ViewState;
  busy: boolean;
  problem: ReturnType<typeof useViewCommands>["save"]["error"];
  onSave: (ask: { id?: string; name: string; filters: Record<string, string>; columns: string[]; isShared: boolean }) => void;
  onClose: () => void;
}

function SaveDialog({ known, state, busy, problem, onSave, onClose }: SaveProps) {
  const { t } = useTranslation("ui");
  const [name, setName] = useState("");
  const [isShared, setIsShared] = useState(false);
  const id = useId();
  const old = known.find((view) => view.name === name.trim());
  const send = () =>
    onSave({
      ...(old && { id: old.id }),
      name: name.trim(),
      filters: state.filters,
      columns: [...(state.columns ?? [])],
      isShared,
    });
  return (
    <Dialog
      title={t("views.save")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("views.keepNot")}</Button>
          <Button kind="filled" busy={busy} disabled={name.trim() === ""} onPress={send}>
            {old ? t("views.replace") : t("views.doSave")}
          </Button>
        </>
      }
    >
      <Field label={t("views.name")} isRequired>
        {(field) => (
          <Input id={field} value={name} maxLength={40} onChange={(event) => setName(event.target.value)} onPressEnter={send} />
        )}
      </Field>
      <Checkbox id={id} checked={isShared} onChange={(event) => setIsShared(event.target.checked)}>
        {t("views.share")}
      </Checkbox>
      {problem && <ProblemList problems={[{ code: problem.code, detail: problem.message }]} />}
    </Dialog>
  );
}
