import { History } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { restoreDecision, withdrawDecision } from "@/api/sdk.gen";
import type { RuleDeployed, RuleDetail, RuleVersion } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { ProblemList } from "@/ui/states/ProblemList";
import { EmptyState } from "@/ui/states/State";
import { Person } from "@/ui/text/Person";
import { StatusMark, type Status } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { useRefreshRules } from "../api/useRules";
import styles from "../rules.module.css";

const MARKS: Record<RuleVersion["state"], Status> = { in_force: "running", planned: "soon", past: "skipped", withdrawn: "withdrawn" };

/** Which version counted from when to when, by whom and why; and who asks these rules. */
export function VersionsTab({ detail, isReadOnly }: { detail: RuleDetail; isReadOnly: boolean }) {
  const { t } = useTranslation("rules");
  return (
    <div className={styles.page}>
      {detail.versions.length === 0 ? (
        <EmptyState icon={History} title={t("versions.none")} text={t("versions.noneText")} />
      ) : (
        <div className={styles.card}>
          <table className={styles.table} aria-label={t("versions.label")}>
            <thead>
              <tr>
                <th scope="col">{t("versions.version")}</th>
                <th scope="col">{t("versions.from")}</th>
                <th scope="col">{t("versions.note")}</th>
                <th scope="col">{t("versions.by")}</th>
                <th scope="col">
                  <span className="sr-only">{t("versions.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {detail.versions.map((version) => (
                <Line key={version.version} ruleKey={detail.key} version={version} isReadOnly={isReadOnly} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <UsedBy detail={detail} />
    </div>
  );
}

function Line({ ruleKey, version, isReadOnly }: { ruleKey: string; version: RuleVersion; isReadOnly: boolean }) {
  const { t } = useTranslation("rules");
  return (
    <tr>
      <th scope="row">
        v{version.version} <StatusMark status={MARKS[version.state]} words={t(`state.${version.state}`)} />
      </th>
      <td data-label={t("versions.from")}>{version.effectiveFrom ? <TimeAgo at={version.effectiveFrom} /> : t("always")}</td>
      <td data-label={t("versions.note")}>{version.note || <span className={styles.faint}>{t("versions.noNote")}</span>}</td>
      <td data-label={t("versions.by")}>
        {version.deployedBy ? <Person person={{ id: version.deployedBy.id, name: version.deployedBy.name }} /> : <span className={styles.faint}>{t("versions.system")}</span>}
        <div className={styles.faint}>
          <TimeAgo at={version.deployedAt} />
        </div>
      </td>
      <td>{!isReadOnly && <Action ruleKey={ruleKey} version={version} />}</td>
    </tr>
  );
}

function Action({ ruleKey, version }: { ruleKey: string; version: RuleVersion }) {
  const { t } = useTranslation("rules");
  const tell = useTell();
  const refresh = useRefreshRules(ruleKey);
  const [asked, setAsked] = useState<"restore" | "withdraw" | null>(null);
  const path = { decision_key: ruleKey, version: `${version.version}` };
  const done = (text: string) => {
    setAsked(null);
    tell({ text });
    void refresh();
  };
  const restore = useCommand<RuleDeployed>(
    (_ask, headers) => restoreDecision({ path, body: { note: t("versions.restoredNote", { version: version.version }) }, headers, throwOnError: true }),
    { onDone: (made) => done(t("versions.restored", { version: version.version, made: made.version })) },
  );
  const withdraw = useCommand<unknown>(
    (_ask, headers) => withdrawDecision({ path, headers, throwOnError: true }),
    { onDone: () => done(t("versions.withdrawn", { version: version.version })) },
  );
  if (version.state === "in_force") return null;
  const kind = version.state === "planned" ? "withdraw" : "restore";
  const command = kind === "withdraw" ? withdraw : restore;
  return (
    <>
      <Button size="sm" onPress={() => setAsked(kind)} aria-haspopup="dialog">
        {t(`versions.${kind}`)}
      </Button>
      {asked && (
        <ConfirmSheet
          title={t(`versions.${kind}Title`, { version: version.version })}
          consequences={[{ kind: kind === "withdraw" ? "removed" : "opened", text: t(`versions.${kind}Text`) }]}
          confirm={t(`versions.${kind}`)}
          cancel={t("versions.notYet")}
          busy={command.isPending}
          onConfirm={() => command.mutate()}
          onCancel={() => setAsked(null)}
        >
          {command.error && <ProblemList problems={[{ code: command.error.code, detail: command.error.message }]} />}
        </ConfirmSheet>
      )}
    </>
  );
}

function UsedBy({ detail }: { detail: RuleDetail }) {
  const { t } = useTranslation("rules");
  return (
    <section className={styles.card} aria-label={t("usedBy.title")}>
      <h2 className={styles.cardHead}>{t("usedBy.title")}</h2>
      {detail.usedBy.length + detail.askedBy.length === 0 && <p className={styles.cardText}>{t("usedBy.none")}</p>}
      <ul className={styles.uses}>
        {detail.usedBy.map((use) => (
          <li key={`${use.processKey}${use.decision}${use.elementId ?? use.form ?? ""}`}>
            <strong>{use.processName}</strong> v{use.version} · {use.elementName ?? (use.form ? t("usedBy.form") : t("usedBy.expression"))}
            <span className={styles.faint}> {use.decision}</span>
          </li>
        ))}
        {detail.askedBy.map((name) => (
          <li key={name}>
            <strong>{name}</strong> · {t("usedBy.rules")}
          </li>
        ))}
      </ul>
    </section>
  );
}
