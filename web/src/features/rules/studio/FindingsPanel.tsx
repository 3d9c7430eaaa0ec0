import { CircleCheck, CircleX, Lightbulb, type LucideIcon, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RuleFinding } from "@/api/types.gen";
import { Icon } from "@/ui/Icon";

import type { Report } from "../api/useRules";
import styles from "../rules.module.css";

const ICONS: Record<RuleFinding["severity"], LucideIcon> = { error: CircleX, warning: TriangleAlert, hint: Lightbulb };

/** What people ask of a table: is every case covered, does anything overlap, is anything never reached. */
const KINDS = { gap: "dmn.analysis.gap", overlap: "dmn.analysis.overlap", shadowed: "dmn.analysis.shadowed", unused: "dmn.analysis.unused_input" } as const;
type Kind = keyof typeof KINDS;

/** What the server finds wrong or doubtful; pressing a line shows its rule. Errors block setting it live. */
export function FindingsPanel({ report, onShow }: { report: Report; onShow: (finding: RuleFinding) => void }) {
  const { t } = useTranslation("rules");
  const [isOpen, setOpen] = useState(true);
  const { findings, errorCount } = report;
  return (
    <section className={styles.findings} aria-label={t("findings.title")}>
      <button type="button" className={styles.findingsHead} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <h2>{t("findings.title")}</h2>
        <span className={styles.findingsCounts} aria-live="polite">
          {report.hasFailed ? <span className={styles.warning}>{t("findings.failed")}</span> : <Counts findings={findings} />}
        </span>
        {errorCount > 0 && <span className={styles.faint}>{t("findings.blocks")}</span>}
      </button>
      {isOpen && findings.length > 0 && (
        <ul className={styles.findingsList}>
          {findings.map((finding, index) => (
            <li key={index}>
              <button type="button" className={styles.finding} onClick={() => onShow(finding)}>
                <span className={styles[finding.severity]}>
                  <Icon of={ICONS[finding.severity]} />
                  <span className="sr-only">{t(`findings.severity.${finding.severity}`)}</span>
                </span>
                <span>{finding.detail}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Counts({ findings }: { findings: readonly RuleFinding[] }) {
  const { t } = useTranslation("rules");
  const count = (kind: Kind) => findings.filter(({ code }) => code === KINDS[kind]).length;
  const known: readonly string[] = Object.values(KINDS);
  const others = findings.filter(({ code }) => !known.includes(code));
  const isWrong = others.some(({ severity }) => severity === "error");
  return (
    <>
      {(["gap", "overlap"] as const).map((kind) => {
        const found = count(kind);
        return (
          <span key={kind} className={found > 0 ? styles.warning : styles.fine}>
            <Icon of={found > 0 ? TriangleAlert : CircleCheck} size={14} /> {found > 0 ? t(`findings.${kind}`, { count: found }) : t(`findings.no_${kind}`)}
          </span>
        );
      })}
      {(["shadowed", "unused"] as const).map((kind) =>
        count(kind) > 0 ? (
          <span key={kind} className={styles.warning}>
            <Icon of={TriangleAlert} size={14} /> {t(`findings.${kind}`, { count: count(kind) })}
          </span>
        ) : null,
      )}
      {others.length > 0 && (
        <span className={isWrong ? styles.error : styles.warning}>
          <Icon of={isWrong ? CircleX : TriangleAlert} size={14} /> {t("findings.others", { count: others.length })}
        </span>
      )}
    </>
  );
}
