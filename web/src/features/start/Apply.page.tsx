import { CircleAlert, CloudCheck } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Pick, StartForm } from "@/api/types.gen";
import { type ApiProblem, asProblem } from "@/lib/api/problem";
import type { FormHandle, FormSlot, FormValues, OpenProblem } from "@/lib/forms/slot";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { type Picked, type PicksSlot, unpicked } from "@/lib/people/picks";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { ObjectHeader, Page } from "@/ui/frame/Page";
import { WithSidePanel } from "@/ui/frame/SplitView";
import { useIsNarrow } from "@/ui/frame/useWidth";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { ErrorState, NoPermission } from "@/ui/states/State";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Apply.module.css";
import { Preview } from "./Preview";
import { usePreview, useStartDraft, useStartForm, useSubmit } from "./useStart";

interface ApplyProps {
  processKey: string;
  form: FormSlot;
  picks: PicksSlot;
  onBack: () => void;
  onStarted: (instanceId: string) => void;
}

/** A start form, the way it will take beside it, what is still missing at its foot. */
export function ApplyPage(props: ApplyProps) {
  const { t } = useTranslation("start");
  const query = useStartForm(props.processKey);
  useTitle(query.data?.name);
  if (query.isPending) return <DetailSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    const isHidden = problem.status === 403 || problem.status === 404;
    return (
      <Page>
        <ObjectHeader parent={t("title")} onBack={props.onBack} title="" />
        {isHidden ? (
          <NoPermission title={t("hidden.title")} text={problem.message || t("hidden.text")} />
        ) : (
          <ErrorState
            title={problem.message || t("unreachable")}
            code={problem.logId ?? problem.code}
            onRetry={() => void query.refetch()}
          />
        )}
      </Page>
    );
  }
  return <Filling {...props} start={query.data} />;
}

function Filling({ start, form: Form, picks: Picks, ...props }: ApplyProps & { start: StartForm }) {
  const { t } = useTranslation("start");
  const isNarrow = useIsNarrow();
  const tell = useTell();
  const form = useRef<FormHandle>(null);
  const [values, setValues] = useState<FormValues>(start.values);
  const [open, setOpen] = useState<readonly OpenProblem[]>([]);
  const [wasTried, setWasTried] = useState(false);
  const [refusal, setRefusal] = useState<ApiProblem | null>(null);
  const [picked, setPicked] = useState<Picked>({});
  const draft = useStartDraft(start);
  const picks = useOnWay(start, values, picked);
  const command = useSubmit(start, {
    onDone: ({ instanceId, number }) => {
      draft.forget();
      tell({ text: t("submitted", { number }) });
      props.onStarted(instanceId);
    },
    onProblem: (problem) => {
      setRefusal(problem);
      form.current?.showProblems(problem.problems);
    },
  });

  const submit = () => {
    if (command.isPending) return;
    setWasTried(true);
    setRefusal(null);
    const sent = form.current?.submit();
    if (sent && unpicked(picks, picked).length === 0) command.mutate({ values: sent, picked: onlyOf(picks, picked) });
  };
  useShortcuts([
    { keys: "mod+enter", label: t("submit"), group: "task", run: submit },
    { keys: "escape", label: t("title"), group: "task", run: props.onBack },
  ]);

  const missing = [...open.map((problem) => problem.label), ...unpicked(picks, picked).map(({ step }) => step.name)];
  const keep = () => {
    draft.save(form.current?.values() ?? values).then(
      () => tell({ text: t("draft.saved") }),
      (cause: unknown) => tell({ kind: "trouble", text: asProblem(cause).message || t("unreachable") }),
    );
  };
  const body = (
    <div className={styles["scroll"]}>
      <div className={styles["body"]}>
        <h1 className={styles["title"]}>{start.name}</h1>
        <p className={styles["lead"]}>{start.description || t("lead")}</p>
        {refusal && <Refused problem={refusal} />}
        <Form
          ref={form}
          form={start.form}
          access={start.access}
          values={start.values}
          mode="start"
          processKey={start.processKey}
          versionId={start.versionId}
          onChange={(next, problems) => {
            setValues(next);
            setOpen(problems);
            draft.saveSoon(next);
          }}
        />
        {picks.length > 0 && (
          <div className={styles["picks"]}>
            <Picks picks={picks} picked={picked} onChange={setPicked} />
          </div>
        )}
        {isNarrow && (
          <div className={styles["foldedPreview"]}>
            <Preview form={start} values={values} picked={picked} />
          </div>
        )}
      </div>
    </div>
  );
  return (
    <Page>
      <ObjectHeader parent={t("title")} onBack={props.onBack} title={start.name}>
        {draft.savedAt && (
          <span className={styles["saved"]}>
            <Icon of={CloudCheck} size={14} />
            <TimeAgo at={draft.savedAt} form="moment" say={(time) => t("draft.kept", { time })} />
          </span>
        )}
      </ObjectHeader>
      {isNarrow ? (
        body
      ) : (
        <WithSidePanel label={t("preview.title")} isSunken panel={<Preview form={start} values={values} picked={picked} />}>
          {body}
        </WithSidePanel>
      )}
      <footer className={styles["foot"]}>
        <div className={styles["missing"]} role="status">
          {wasTried && missing.length > 0 && (
            <>
              <Icon of={CircleAlert} />
              <button type="button" onClick={() => form.current?.focusField(open[0]?.path ?? "")}>
                {t("missing", { count: missing.length, fields: missing.join(t("separator")) })}
              </button>
            </>
          )}
        </div>
        <Button kind="text" size="lg" onPress={keep}>
          {t("draft.save")}
        </Button>
        <Button kind="filled" size="lg" className={styles["submit"] ?? ""} busy={command.isPending} onPress={submit}>
          {t("submit")}
        </Button>
      </footer>
    </Page>
  );
}

/** Steps on the way whose people are picked here; all of them until the way is known. */
function useOnWay(start: StartForm, values: FormValues, picked: Picked): readonly Pick[] {
  const { data } = usePreview(start, values, picked);
  return data ? start.picks.filter(({ step }) => data.path.some((node) => node.elementId === step.id)) : start.picks;
}

const onlyOf = (picks: readonly Pick[], picked: Picked): Picked =>
  Object.fromEntries(picks.map(({ step }) => [step.id, picked[step.id] ?? []]));

function Refused({ problem }: { problem: ApiProblem }) {
  const { t } = useTranslation("start");
  const isAtFields = problem.problems.some((found) => found.path !== "");
  return (
    <div className={styles["notice"]}>
      <Notice tone="red" isAlert mark={<Icon of={CircleAlert} />} title={problem.message || t("unreachable")}>
        {problem.isTemporary ? t("again") : isAtFields ? t("atFields") : undefined}
      </Notice>
    </div>
  );
}
