import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { type Ref, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { beginFormTrial } from "@/api/sdk.gen";
import { asProblem } from "@/lib/api/problem";
import type { BuilderStep } from "@/lib/forms/builderSlot";
import type { Access, FormComponent, FormSchema } from "@/lib/forms/model";
import { columnsOf, fieldsOf, isTable } from "@/lib/forms/schema";
import type { FormHandle, FormSlot, FormValues } from "@/lib/forms/slot";
import { Button } from "@/ui/act/Button";
import { Select } from "@/ui/controls/Select";
import { Notice } from "@/ui/states/Notice";

import { accessAt } from "./access";
import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { accessKeyOf } from "./naming";
import { sampleValues } from "./samples";

function accessOfStep(schema: FormSchema, step: BuilderStep | undefined): Record<string, Access> {
  if (!step) return {};
  const fields = fieldsOf(schema.components).flatMap((field): readonly FormComponent[] => [field, ...(isTable(field) ? columnsOf(field) : [])]);
  return Object.fromEntries(
    fields.map((field) => {
      const key = accessKeyOf(schema, field.id ?? "");
      return [key, accessAt(step, key, field)];
    }),
  );
}

/** The form's defaults, as the server works them out for who tries it. */
function useTrial(schema: FormSchema, access: Record<string, Access>) {
  return useQuery({
    queryKey: ["form-trial", schema, access],
    queryFn: async ({ signal }) => (await beginFormTrial({ body: { form: { ...schema }, access }, signal, throwOnError: true })).data,
    gcTime: 0,
    retry: false,
  });
}

/** The form as people will see it at a step, on a desk or on a phone: to be tried out with real formulas. */
export function Preview({ Form, width }: { Form: FormSlot; width: "desk" | "phone" }) {
  const { steps } = useBuilderScene();
  const form = useRef<FormHandle>(null);
  const [chosen, setChosen] = useState("");
  const [sample, setSample] = useState(0);
  const [isFine, setFine] = useState<boolean | null>(null);
  const step = steps.find((one) => one.id === chosen) ?? steps[0];
  return (
    <div className={styles.preview}>
      <Tools
        stepId={step?.id ?? ""}
        isFine={isFine}
        onStep={setChosen}
        onSample={() => setSample(sample + 1)}
        onCheck={() => setFine(form.current ? form.current.submit() !== null : null)}
      />
      <div className={width === "phone" ? styles.phone : styles.paper}>
        <Trial handle={form} Form={Form} step={step} sample={sample} onChange={() => setFine(null)} />
      </div>
    </div>
  );
}

interface TrialProps {
  handle: Ref<FormHandle>;
  Form: FormSlot;
  step: BuilderStep | undefined;
  /** How often samples were asked for; 0: the form as it opens. */
  sample: number;
  onChange: () => void;
}

function Trial({ handle, Form, step, sample, onChange }: TrialProps) {
  const { t } = useTranslation("formBuilder");
  const { builder, language } = useBuilderScene();
  const { schema } = builder;
  const trial = useTrial(schema, accessOfStep(schema, step));
  if (trial.isError) return <Notice tone="red" isAlert title={asProblem(trial.error).message || t("preview.failed")} />;
  if (!trial.data) return null;
  const values: FormValues = { ...trial.data.values, ...(sample > 0 && sampleValues(schema, language)) };
  return (
    <Form
      ref={handle}
      key={`${step?.id ?? ""}-${sample}-${trial.dataUpdatedAt}`}
      form={schema}
      access={trial.data.access}
      values={values}
      mode={step && step.usual !== "edit" ? "step" : "start"}
      stepTitle={step?.name ?? ""}
      processKey=""
      versionId=""
      isTrial
      onChange={onChange}
    />
  );
}

function StepPick({ value, onPick }: { value: string; onPick: (id: string) => void }) {
  const { t } = useTranslation("formBuilder");
  const { steps } = useBuilderScene();
  return (
    <Select<string>
      className={styles.stepPick ?? ""}
      aria-label={t("preview.step")}
      value={value}
      options={steps.map((one) => ({ value: one.id, label: one.name }))}
      onChange={onPick}
      popupMatchSelectWidth={false}
    />
  );
}

interface ToolsProps {
  stepId: string;
  isFine: boolean | null;
  onStep: (id: string) => void;
  onSample: () => void;
  onCheck: () => void;
}

function Tools({ stepId, isFine, onStep, onSample, onCheck }: ToolsProps) {
  const { t } = useTranslation("formBuilder");
  const { steps } = useBuilderScene();
  return (
    <div className={styles.previewTools}>
      {steps.length > 1 && <StepPick value={stepId} onPick={onStep} />}
      <Button size="sm" icon={FlaskConical} onPress={onSample}>
        {t("preview.sample")}
      </Button>
      <Button size="sm" onPress={onCheck}>
        {t("preview.check")}
      </Button>
      <span role="status" className={styles.quiet}>
        {isFine === null ? "" : t(isFine ? "preview.fine" : "preview.notFine")}
      </span>
    </div>
  );
}
