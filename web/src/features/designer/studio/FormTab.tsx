/** The forms of the process, each in the builder; what steps say about fields is written into the diagram. */
import { ChevronDown, FilePlus, FileText, Trash2 } from "lucide-react";
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { FormBuilderSlot } from "@/lib/forms/builderSlot";
import type { Access, FormSchema as Schema } from "@/lib/forms/model";
import type { FormSlotProps } from "@/lib/forms/slot";
import { Button } from "@/ui/act/Button";
import { Menu } from "@/ui/act/Menu";
import { EmptyState } from "@/ui/states/State";

import type { DraftDocument, FormSchema } from "../api/useDraft";
import { accessOfSteps, renameField, setAccess } from "../document/accessEdit";
import { emptyForm, freeFormKey } from "../document/formEdit";
import { FormPreview } from "./FormPreview";
import { useDocument } from "./useDocument";

export interface FormTabProps {
  xml: string;
  /** On the phone there is only the preview. */
  isReadOnly: boolean;
  forms: Readonly<Record<string, FormSchema>>;
  processKey: string;
  versionId: string;
  language: "zh-CN" | "en-US";
  Form: ComponentType<FormSlotProps>;
  Builder: FormBuilderSlot;
  /** One edit of forms, of the diagram, or of both. */
  onEdit: (part: Partial<Pick<DraftDocument, "xml" | "forms">>) => void;
  onUndo: () => void;
  onRedo: () => void;
}

export function FormTab(props: FormTabProps) {
  const { t } = useTranslation("designer");
  const { forms, language, onEdit } = props;
  const keys = Object.keys(forms);
  const [chosen, setChosen] = useState(keys[0] ?? "");
  const key = keys.includes(chosen) ? chosen : (keys[0] ?? "");
  const schema = forms[key];
  const add = () => {
    const next = freeFormKey(keys, props.processKey);
    onEdit({ forms: { ...forms, [next]: emptyForm(next) } });
    setChosen(next);
  };
  if (!schema) {
    return (
      <EmptyState
        icon={FileText}
        title={t("form.none")}
        text={t("form.noneText")}
      >
        {!props.isReadOnly && (
          <Button kind="filled" icon={FilePlus} onPress={add}>
            {t("form.add")}
          </Button>
        )}
      </EmptyState>
    );
  }
  if (props.isReadOnly) return <FormPreview {...props} schema={schema} />;
  const head = (
    <Menu
      placement="bottomLeft"
      items={[
        ...keys.map((one) => ({ key: one, label: titleOf(forms[one], language) || one, note: one, isChosen: one === key, onPress: () => setChosen(one) })),
        "divider",
        { key: "+", label: t("form.add"), icon: FilePlus, onPress: add },
        { key: "-", label: t("form.remove"), icon: Trash2, isDisabled: keys.length < 2, onPress: () => onEdit({ forms: Object.fromEntries(Object.entries(forms).filter(([one]) => one !== key)) }) },
      ]}
    >
      <span>
        <Button kind="text" icon={ChevronDown} aria-haspopup="menu">
          {titleOf(schema, language) || key}
        </Button>
      </span>
    </Menu>
  );
  return <Building key={key} {...props} formKey={key} schema={schema} head={head} />;
}

function titleOf(schema: FormSchema | undefined, language: "zh-CN" | "en-US"): string {
  const words = (schema as Partial<Schema> | undefined)?.dj?.title;
  return words?.[language] ?? words?.["zh-CN"] ?? "";
}

type BuildingProps = FormTabProps & { formKey: string; schema: FormSchema; head: ReactNode };

function Building({ xml, forms, formKey, schema, language, Form, Builder, head, onEdit, onUndo, onRedo }: BuildingProps) {
  const { document } = useDocument(xml);
  const edits = useXmlEdits(xml, onEdit);
  const all = accessOfSteps(document?.nodes ?? [], language);
  const startForm = all.find((step) => step.usual === "edit")?.form || Object.keys(forms)[0]; // of steps that name none
  const steps = all.filter((step) => (step.form || startForm) === formKey);
  return (
    <Builder
      schema={schema as unknown as Schema}
      steps={steps}
      language={language}
      Form={Form}
      head={head}
      onChange={(next) => onEdit({ forms: { ...forms, [formKey]: next as unknown as FormSchema } })}
      onAccess={(step: string, fields: readonly string[], access: Access) => edits((before) => setAccess(before, step, fields, access))}
      onRename={(before, next, renamed) => {
        onEdit({ forms: { ...forms, [formKey]: renamed as unknown as FormSchema } });
        edits((old) => renameField(old, steps.map((step) => step.id), before, next));
      }}
      onUndo={onUndo}
      onRedo={onRedo}
    />
  );
}

/** Edits of the diagram one after the other: each begins with what the one before has written. */
function useXmlEdits(xml: string, onEdit: FormTabProps["onEdit"]) {
  const latest = useRef(xml);
  const running = useRef(Promise.resolve());
  const tell = useRef(onEdit);
  useEffect(() => {
    latest.current = xml;
    tell.current = onEdit;
  });
  return (edit: (xml: string) => Promise<string>): void => {
    running.current = running.current.then(async () => {
      const next = await edit(latest.current);
      if (next === latest.current) return;
      latest.current = next;
      tell.current({ xml: next });
    });
  };
}
