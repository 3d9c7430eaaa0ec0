import { CircleCheck, CircleDashed, CircleX, FlaskConical, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { deleteDecisionCase } from "@/api/sdk.gen";
import type { CaseResult, CaseResults, RuleCase } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { IconButton } from "@/ui/act/IconButton";
import { Icon } from "@/ui/Icon";

import { spoken } from "../feel/values";
import styles from "../rules.module.css";

export interface CasesPanelProps {
  ruleKey: string;
  cases: readonly RuleCase[];
  results: CaseResults | undefined;
  onOpen: (found: RuleCase) => void;
  onChanged: () => void;
}

/** Test cases that stay with the model: whether the document as it stands fulfils each. */
export function CasesPanel({ ruleKey, cases, results, onOpen, onChanged }: CasesPanelProps) {
  const { t } = useTranslation("rules");
  const remove = useCommand<unknown, string>(
    (id, headers) => deleteDecisionCase({ path: { decision_key: ruleKey, case_id: id }, headers, throwOnError: true }),
    { onDone: onChanged },
  );
  if (cases.length === 0) {
    return (
      <p className={styles.panelNote}>
        <Icon of={FlaskConical} /> {t("cases.none")}
      </p>
    );
  }
  const of = new Map((results?.items ?? []).map((result) => [result.id, result]));
  return (
    <>
      {results && (
        <p className={styles.panelNote} aria-live="polite">
          {t("cases.count", { count: cases.length, right: results.right })}
        </p>
      )}
      <ul className={styles.cases}>
        {cases.map((found) => (
          <li key={found.id}>
            <button type="button" className={styles.case} onClick={() => onOpen(found)}>
              <Mark result={of.get(found.id)} />
              <span>
                <span className={styles.caseName}>{found.name}</span>
                <span className={styles.faint}>
                  {Object.entries(found.inputs)
                    .filter(([, text]) => text !== "")
                    .map(([name, text]) => `${name} ${spoken(text)}`)
                    .join(" · ")}
                </span>
                <Outcome found={found} result={of.get(found.id)} />
              </span>
            </button>
            <IconButton icon={Trash2} label={t("cases.delete", { name: found.name })} onPress={() => remove.mutate(found.id)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Mark({ result }: { result: CaseResult | undefined }) {
  const { t } = useTranslation("rules");
  const [icon, word] = result ? (result.isRight ? [CircleCheck, "cases.right" as const] : [CircleX, "cases.wrong" as const]) : [CircleDashed, "cases.waiting" as const];
  return (
    <span className={styles.caseMark} data-right={result?.isRight}>
      <Icon of={icon} />
      <span className="sr-only">{t(word)}</span>
    </span>
  );
}

function Outcome({ found, result }: { found: RuleCase; result: CaseResult | undefined }) {
  const { t } = useTranslation("rules");
  const expected = spoken(found.expected);
  if (!result || result.isRight) return <span>{t("cases.expected", { expected })}</span>;
  return <span className={styles.wrong}>{result.problem ?? t("cases.got", { expected, found: spoken(result.text) })}</span>;
}
