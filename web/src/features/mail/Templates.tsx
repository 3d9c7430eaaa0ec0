import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Template, TemplateToSave } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Field } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { Select } from "@/ui/controls/Select";
import { Segmented } from "@/ui/list/Segmented";
import { ProblemList } from "@/ui/states/ProblemList";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";

import styles from "./Mail.module.css";
import { type TemplateLanguage, useMailCommands, usePreview, useTemplate, useTemplates } from "./useMail";

const LANGUAGES = ["zh-CN", "en-US"] as const satisfies readonly TemplateLanguage[];

/** The words of mails by kind of event and language: change, look at, go back to the standard. */
export function Templates() {
  const { t } = useTranslation("mail");
  const { t: names } = useTranslation("notices");
  const list = useTemplates();
  const [kind, setKind] = useState("awaits");
  const [language, setLanguage] = useState<TemplateLanguage>("zh-CN");
  const query = useTemplate(kind, language);
  const kinds = [...new Set((list.data?.items ?? []).map((item) => item.kind))];
  const isChanged = (one: string) => list.data?.items.some((item) => item.kind === one && !item.isStandard);
  return (
    <div className={styles["templates"]}>
      <div className={styles["choose"]}>
        <Select<string>
          aria-label={t("template.kind")}
          className={styles["kind"] ?? ""}
          value={kind}
          onChange={setKind}
          options={kinds.map((one) => ({
            value: one,
            label: `${names(`kind.${one as "awaits"}`)}${isChanged(one) ? ` · ${t("template.changed")}` : ""}`,
          }))}
        />
        <Segmented
          label={t("template.language")}
          segments={LANGUAGES.map((key) => ({ key, label: t(`language.${key}`) }))}
          value={language}
          onChange={setLanguage}
        />
      </div>
      {query.isPending && <ListSkeleton />}
      {query.isError && <ErrorState title={asProblem(query.error).message || t("unreachable")} onRetry={() => void query.refetch()} />}
      {query.data && (
        <Editor
          key={`${query.data.kind} ${query.data.language} ${query.data.savedAt}`}
          template={query.data}
          names={list.data?.names ?? []}
        />
      )}
    </div>
  );
}

function Editor({ template, names }: { template: Template; names: readonly string[] }) {
  const { t } = useTranslation("mail");
  const tell = useTell();
  const [body, setBody] = useState<TemplateToSave>({ subject: template.subject, text: template.text, html: template.html });
  const { save, reset } = useMailCommands((what) => tell({ text: t(`told.${what}`) }));
  const preview = usePreview();
  const { kind, language } = template;
  const problem = save.error ?? preview.error;
  const change = (patch: Partial<TemplateToSave>) => setBody((before) => ({ ...before, ...patch }));
  return (
    <div className={styles["editor"]}>
      <div className={styles["sources"]}>
        <Field label={t("template.subject")} isRequired>
          {(id) => <Input id={id} value={body.subject} onChange={({ target }) => change({ subject: target.value })} />}
        </Field>
        <Field label={t("template.text")}>
          {(id) => <Input.TextArea id={id} className={styles["source"] ?? ""} rows={10} value={body.text} onChange={({ target }) => change({ text: target.value })} />}
        </Field>
        <Field label={t("template.html")} hint={t("template.names", { names: names.join(", ") })}>
          {(id) => <Input.TextArea id={id} className={styles["source"] ?? ""} rows={12} value={body.html} onChange={({ target }) => change({ html: target.value })} />}
        </Field>
        {problem && (
          <ProblemList
            problems={problem.problems.length > 0 ? problem.problems : [{ code: problem.code, detail: problem.message }]}
          />
        )}
        <div className={styles["choose"]}>
          <Button kind="filled" busy={save.isPending} onPress={() => save.mutate({ kind, language, body })}>
            {t("template.save")}
          </Button>
          <Button busy={preview.isPending} onPress={() => preview.mutate(body)}>
            {t("template.preview")}
          </Button>
          {!template.isStandard && (
            <Button kind="text" busy={reset.isPending} onPress={() => reset.mutate({ kind, language })}>
              {t("template.reset")}
            </Button>
          )}
        </div>
      </div>
      {preview.data && (
        <section className={styles["preview"]} aria-label={t("template.preview")}>
          <div className={styles["previewSubject"]}>{preview.data.subject}</div>
          <iframe className={styles["frame"]} title={t("template.previewHtml")} sandbox="" srcDoc={preview.data.html} />
          <pre className={styles["plain"]}>{preview.data.text}</pre>
        </section>
      )}
    </div>
  );
}
