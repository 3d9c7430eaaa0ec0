import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { importFields, importPastedFields } from "@/api/sdk.gen";
import type { FieldProposal } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import type { FormComponent } from "@/lib/forms/model";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Checkbox } from "@/ui/controls/Choice";
import { Input } from "@/ui/controls/Input";
import { Select } from "@/ui/controls/Select";
import { Upload } from "@/ui/controls/Upload";
import { Notice } from "@/ui/states/Notice";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { asKind, importableKind, IMPORTABLE, labelOfProposal, type Proposal, withRequired } from "./importing";
import type { Kind } from "./kinds";

const FILES = ".xlsx,.xls,.ods,.csv,.txt,.docx";

type Source = { text: string } | { file: File };

async function find(source: Source): Promise<FieldProposal> {
  if ("text" in source) return (await importPastedFields({ body: { text: source.text }, throwOnError: true })).data;
  return (await importFields({ body: { file: source.file as unknown as string }, throwOnError: true })).data;
}

/** Fields from a sheet, an old form or a pasted list: looked through and corrected, then added. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const [text, setText] = useState("");
  const [proposals, setProposals] = useState<readonly Proposal[] | null>(null);
  const search = useMutation({
    mutationFn: find,
    onSuccess: (found) => setProposals((found.components as unknown as FormComponent[]).map((component) => ({ component, isTaken: true }))),
  });
  const taken = proposals?.filter((proposal) => proposal.isTaken) ?? [];
  const add = () => {
    builder.addAll(taken.map(({ component }) => component));
    onClose();
  };
  return (
    <Dialog
      title={t("import.title")}
      isWide
      onClose={onClose}
      footer={
        proposals ? (
          <>
            <Button onPress={() => setProposals(null)}>{t("import.again")}</Button>
            <Button kind="filled" disabled={taken.length === 0} onPress={add}>
              {t("import.add", { count: taken.length })}
            </Button>
          </>
        ) : (
          <Button kind="filled" busy={search.isPending} disabled={text.trim() === ""} onPress={() => search.mutate({ text })}>
            {t("import.find")}
          </Button>
        )
      }
    >
      {search.isError && <Notice tone="red" isAlert title={asProblem(search.error).message || t("import.failed")} />}
      {proposals ? (
        <Proposals proposals={proposals} leftOut={search.data?.leftOut ?? []} onChange={setProposals} />
      ) : (
        <div className={styles.importSource}>
          <Upload.Dragger
            accept={FILES}
            showUploadList={false}
            aria-label={t("import.drop")}
            beforeUpload={(file) => {
              search.mutate({ file });
              return false;
            }}
          >
            {t("import.drop")}
          </Upload.Dragger>
          <Input.TextArea aria-label={t("import.paste")} placeholder={t("import.pasteHint")} autoSize={{ minRows: 6, maxRows: 14 }} value={text} onChange={(event) => setText(event.target.value)} />
        </div>
      )}
    </Dialog>
  );
}

interface ProposalsProps {
  proposals: readonly Proposal[];
  leftOut: readonly string[];
  onChange: (proposals: readonly Proposal[]) => void;
}

function Proposals({ proposals, leftOut, onChange }: ProposalsProps) {
  const { t } = useTranslation("formBuilder");
  const set = (index: number, part: Partial<Proposal>) => onChange(proposals.map((one, at) => (at === index ? { ...one, ...part } : one)));
  if (proposals.length === 0) return <p className={styles.quiet}>{t("import.nothing")}</p>;
  return (
    <>
      <table className={styles.proposals}>
        <thead>
          <tr>
            <th scope="col">{t("import.take")}</th>
            <th scope="col">{t("name.label")}</th>
            <th scope="col">{t("import.kind")}</th>
            <th scope="col">{t("value.required")}</th>
          </tr>
        </thead>
        <tbody>
          {proposals.map((proposal, index) => (
            <ProposalRow key={index} proposal={proposal} onChange={(part) => set(index, part)} />
          ))}
        </tbody>
      </table>
      {leftOut.length > 0 && <p className={styles.warning}>{t("import.leftOut", { count: leftOut.length, names: leftOut.slice(0, 5).join("、") })}</p>}
    </>
  );
}

function ProposalRow({ proposal, onChange }: { proposal: Proposal; onChange: (part: Partial<Proposal>) => void }) {
  const { t } = useTranslation("formBuilder");
  const { component, isTaken } = proposal;
  const label = labelOfProposal(component);
  const edit = (next: FormComponent) => onChange({ component: next });
  const choices = component.values?.map((option) => option.label).join("、");
  return (
    <tr data-off={!isTaken || undefined}>
      <td>
        <Checkbox checked={isTaken} aria-label={t("import.takeOne", { label })} onChange={(event) => onChange({ isTaken: event.target.checked })} />
      </td>
      <td>
        <Input aria-label={t("name.label")} value={label} onChange={(event) => edit({ ...asKind(component, importableKind(component)), ...validationOf(component), label: event.target.value })} />
        {choices && <p className={styles.hint}>{choices}</p>}
      </td>
      <td>
        <Select<Kind>
          className={styles.kindPick}
          aria-label={t("import.kindOf", { label })}
          value={importableKind(component)}
          options={IMPORTABLE.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          onChange={(kind) => edit(asKind(component, kind))}
          popupMatchSelectWidth={false}
        />
      </td>
      <td>
        <Checkbox checked={component.validate?.required === true} aria-label={t("import.requiredOf", { label })} onChange={(event) => edit(withRequired(component, event.target.checked))} />
      </td>
    </tr>
  );
}

/** Another name changes nothing about what a value must look like. */
const validationOf = (component: FormComponent) => (component.validate ? { validate: component.validate } : {});
