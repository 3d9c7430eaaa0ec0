import { useEffect, useImperativeHandle, useRef } from "react";

import { evaluateForm, tryForm } from "@/api/sdk.gen";
import { FormView } from "@/features/forms/FormView";
import { FormServicesProvider } from "@/features/forms/services";
import { fieldOfPath, useFormController } from "@/features/forms/useFormController";
import type { Evaluate, FormSchema } from "@/lib/forms/model";
import type { FormSlotProps } from "@/lib/forms/slot";
import { useLanguage } from "@/lib/i18n/useLanguage";

import { namedProblems } from "./openProblems";
import { formServices } from "./services";

/** Asks the server what the browser cannot know: balances, working days, choices from a ledger. */
function evaluator({ processKey, versionId, itemId, ...props }: FormSlotProps): Evaluate {
  return async (values, signal) => {
    if (props.isTrial) {
      const body = { form: props.form as Record<string, unknown>, access: props.access, values: { ...values } };
      return (await tryForm({ body, signal, throwOnError: true })).data;
    }
    const { data } = await evaluateForm({
      path: { process_key: processKey },
      body: { values: { ...values }, versionId, itemId: itemId ?? null },
      signal,
      throwOnError: true,
    });
    return data;
  };
}

/** The form renderer as pages see it: fill in, fill in partly, or read. */
export function Form(props: FormSlotProps) {
  const schema = props.form as FormSchema;
  return (
    <FormServicesProvider value={formServices}>
      {props.mode === "read" ? <Reading {...props} schema={schema} /> : <Filling {...props} schema={schema} />}
    </FormServicesProvider>
  );
}

type Inner = FormSlotProps & { schema: FormSchema };

function Reading({ schema, values, access, stepTitle }: Inner) {
  const language = useLanguage();
  return (
    <FormView
      schema={schema}
      values={values}
      language={language}
      mode="read"
      access={access}
      {...(stepTitle && { stepTitle })}
    />
  );
}

function Filling(props: Inner) {
  const { schema, onChange, mode, stepTitle, ref } = props;
  const language = useLanguage();
  const root = useRef<HTMLDivElement>(null);
  const controller = useFormController({
    schema,
    initialValues: props.values,
    access: props.access,
    evaluate: evaluator(props),
  });
  const { values, openProblems, isDirty } = controller;

  useImperativeHandle(ref, () => ({
    submit: () => {
      const sent = controller.submit();
      return sent && { ...sent };
    },
    values: () => ({ ...controller.values }),
    showProblems: (problems) => controller.showProblems(problems),
    focusField: (path) => focusField(root.current, path),
  }));

  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });
  useEffect(() => {
    if (isDirty) tell.current?.({ ...values }, namedProblems(openProblems, schema, language));
  }, [values, openProblems, isDirty, schema, language]);

  return (
    <div ref={root}>
      <FormView
        schema={schema}
        values={controller.values}
        language={language}
        mode={mode === "start" ? "fill" : "step"}
        access={controller.access}
        problems={controller.problems}
        hidden={controller.hidden}
        required={controller.required}
        options={controller.options}
        isAsking={controller.isAsking}
        onChange={controller.onChange}
        onLeave={controller.onLeave}
        {...(stepTitle && { stepTitle })}
      />
    </div>
  );
}

function focusField(root: HTMLElement | null, path: string): void {
  const key = fieldOfPath(path);
  const block = root?.querySelector<HTMLElement>(`[data-field="${CSS.escape(key)}"]`);
  block?.scrollIntoView({ block: "center" });
  block?.querySelector<HTMLElement>("input, textarea, button, [tabindex]")?.focus();
}
