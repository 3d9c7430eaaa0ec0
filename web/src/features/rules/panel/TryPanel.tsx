import { CircleCheck, CircleDashed } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { RuleAnswer, RulePart } from "@/api/types.gen";
import { type ApiProblem, asProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { Icon } from "@/ui/Icon";
import { ProblemList } from "@/ui/states/ProblemList";

import type { useAnswer } from "../api/useRules";
import { spoken } from "../feel/values";
import styles from "../rules.module.css";
import { InputControl } from "./InputControl";
import { Why } from "./Why";

export interface TryPanelProps {
  part: RulePart | undefined;
  inputs: Record<string, string>;
  onInputs: (inputs: Record<string, string>) => void;
  /** Null while nothing is asked. */
  answer: ReturnType<typeof useAnswer> | null;
  onKeep: (() => void) | undefined;
}

/** Typed inputs, what comes out, which rule it was and why not another one. */
export function TryPanel({ part, inputs, onInputs, answer, onKeep }: TryPanelProps) {
  const { t } = useTranslation("rules");
  if (!part) return <p className={styles.panelNote}>{t("try.unreadable")}</p>;
  const problem = answer?.error ? asProblem(answer.error) : null;
  return (
    <>
      <div className={styles.panelPart}>
        {part.inputs.length === 0 && <p className={styles.faint}>{t("try.noInputs")}</p>}
        {part.inputs.map((input) => (
          <InputControl
            key={input.name}
            input={input}
            value={inputs[input.name] ?? ""}
            problem={problemOf(problem, input.name)}
            onChange={(feel) => onInputs({ ...inputs, [input.name]: feel })}
          />
        ))}
      </div>
      {problem && !problem.problems.some(({ path }) => path.startsWith("/inputs/")) && (
        <div className={styles.panelPart}>
          <ProblemList problems={[{ code: problem.code, detail: problem.message }]} />
        </div>
      )}
      {answer?.data?.decision === part.id && !problem && <Result answer={answer.data} onKeep={onKeep} />}
    </>
  );
}

const problemOf = (problem: ApiProblem | null, name: string): string | undefined =>
  problem?.problems.find(({ path }) => path === `/inputs/${name}`)?.detail;

function Result({ answer, onKeep }: { answer: RuleAnswer; onKeep: (() => void) | undefined }) {
  const { t } = useTranslation("rules");
  const last = answer.decisions.find(({ decision }) => decision === answer.decision);
  const table = last?.tables[0];
  const matched = table?.matched ?? [];
  return (
    <>
      <section className={styles.result} data-empty={answer.text === "null"} aria-live="polite">
        <div className={styles.resultHead}>
          <span>{t("try.result")}</span>
          <span className={styles.resultRule}>
            <Icon of={matched.length > 0 ? CircleCheck : CircleDashed} size={14} />
            {matched.length > 0 ? t("try.matched", { rules: matched.join(t("comma")) }) : t("try.noneMatched")}
          </span>
        </div>
        <div className={styles.resultValue}>{answer.text === "null" ? t("try.nothing") : spoken(answer.text)}</div>
        <Comparison answer={answer} />
        {answer.warnings.map((warning) => (
          <p key={warning.code + warning.path} className={styles.resultWarning}>
            {warning.detail}
          </p>
        ))}
        {onKeep && (
          <Button size="sm" onPress={onKeep}>
            {t("try.keep")}
          </Button>
        )}
      </section>
      {table && <Why table={table} />}
    </>
  );
}

/** What the version that counts now gives for the same inputs. */
function Comparison({ answer }: { answer: RuleAnswer }) {
  const { t } = useTranslation("rules");
  if (!answer.current || answer.currentVersion === null) return null;
  const version = answer.currentVersion;
  if (answer.current.text === answer.text) return <p className={styles.resultFact}>{t("try.same", { version })}</p>;
  const difference = Number(answer.text) - Number(answer.current.text);
  const value = spoken(answer.current.text);
  if (Number.isNaN(difference)) return <p className={styles.resultFact}>{t("try.current", { version, value })}</p>;
  const key = difference > 0 ? "try.more" : "try.less";
  return <p className={styles.resultFact}>{t(key, { version, value, difference: Math.abs(Number(difference.toPrecision(12))) })}</p>;
}
