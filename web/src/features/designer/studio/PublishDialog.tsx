/** Before publishing: what changes in words, who gets it, what happens to what runs. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deployProcess, readProcess } from "@/api/sdk.gen";
import type { Deployed } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Input } from "@/ui/controls/Input";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";
import { ProblemList } from "@/ui/states/ProblemList";
import { ListSkeleton } from "@/ui/states/Skeleton";

import type { DraftDocument } from "../api/useDraft";
import type { Findings } from "../api/useLint";
import type { FormField } from "../document/fields";
import { ChangeTable } from "./ChangeTable";
import styles from "./studio.module.css";
import { useChanges } from "./useChanges";

interface PublishProps {
  processKey: string;
  document: DraftDocument;
  revision: number;
  findings: Findings;
  language: string;
  fields: readonly FormField[];
  onClose: () => void;
  onPublished: (deployed: Deployed) => void;
}

const MAX_NOTE = 500;

export function PublishDialog(props: PublishProps) {
  const { t } = useTranslation("designer");
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const process = useQuery({
    queryKey: ["processes", props.processKey],
    queryFn: async ({ signal }) => (await readProcess({ path: { process_key: props.processKey }, signal, throwOnError: true })).data,
    retry: false,
  });
  const current = process.data?.version ?? 0;
  const changes = useChanges(props, process.data?.versionId ?? null, process.isPending);
  const publish = useCommand<Deployed>(
    (_ask, headers) =>
      deployProcess({ path: { process_key: props.processKey }, body: { note: note.trim(), revision: props.revision }, headers, throwOnError: true }),
    {
      onDone: (deployed) => {
        void queries.invalidateQueries({ queryKey: ["processes"] });
        props.onPublished(deployed);
      },
    },
  );
  const obstacle = obstacleOf(props);
  const next = current + 1;
  return (
    <Dialog
      isWide
      title={t("publish.title", { version: next })}
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={props.onClose}>{t("publish.back")}</Button>
          <Button
            kind="filled"
            busy={publish.isPending}
            disabled={obstacle !== null || props.findings.isChecking}
            hint={obstacle ? t(obstacle) : undefined}
            onPress={() => publish.mutate()}
          >
            {t("publish.confirm", { version: next })}
          </Button>
        </>
      }
    >
      <div className={styles.publish}>
        {publish.error && <Refusal problem={publish.error} />}
        <section>
          <h3>{current > 0 ? t("publish.changes", { version: current }) : t("publish.first")}</h3>
          {changes ? <ChangeTable changes={changes} current={current} next={next} /> : <ListSkeleton rows={3} />}
        </section>
        <Reach current={current} runningCount={process.data?.runningCount ?? 0} />
        <Checks findings={props.findings} />
        <label>
          <h3>{t("publish.note")}</h3>
          <Input.TextArea
            value={note}
            maxLength={MAX_NOTE}
            autoSize={{ minRows: 2, maxRows: 4 }}
            placeholder={t("publish.notePlaceholder")}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
      </div>
    </Dialog>
  );
}

/** Why nothing can be published now. */
function obstacleOf({ findings, revision }: PublishProps): "lint.blocks" | "publish.nothing" | null {
  if (findings.errorCount > 0) return "lint.blocks";
  return revision === 0 ? "publish.nothing" : null;
}

function Refusal({ problem }: { problem: ApiProblem }) {
  const parts = problem.problems.map(({ code, detail, path }) => ({ code, detail, path }));
  return <ProblemList problems={[{ code: problem.code, detail: problem.message }, ...parts]} />;
}

/** Who gets the new version, and that what runs is left alone. */
function Reach({ current, runningCount }: { current: number; runningCount: number }) {
  const { t } = useTranslation("designer");
  return (
    <>
      <section>
        <h3>{t("publish.forWhom")}</h3>
        <Outcome title={t("publish.allNew")} text={t("publish.allNewText")} />
      </section>
      {current > 0 && (
        <section>
          <h3>{t("publish.running", { count: runningCount })}</h3>
          <Outcome title={t("publish.stay", { version: current })} text={t("publish.stayText")} />
        </section>
      )}
    </>
  );
}

function Outcome({ title, text }: { title: string; text: string }) {
  return (
    <div className={cx(styles.option, styles.optionOn)}>
      <Icon of={CircleCheck} />
      <div>
        <div>{title}</div>
        <div className={styles.optionText}>{text}</div>
      </div>
    </div>
  );
}

function Checks({ findings }: { findings: Findings }) {
  const { t } = useTranslation("designer");
  return (
    <section>
      <h3>{t("publish.checks")}</h3>
      {findings.errorCount > 0 ? (
        <p className={styles.error}>
          <Icon of={CircleX} size={14} /> {t("lint.errors", { count: findings.errorCount })} · {t("lint.blocks")}
        </p>
      ) : (
        <p className={styles.fine}>
          <Icon of={CircleCheck} size={14} /> {t("publish.noErrors")}
        </p>
      )}
      {findings.warningCount > 0 && (
        <p className={styles.warning}>
          <Icon of={TriangleAlert} size={14} /> {t("lint.warnings", { count: findings.warningCount })}
        </p>
      )}
    </section>
  );
}
