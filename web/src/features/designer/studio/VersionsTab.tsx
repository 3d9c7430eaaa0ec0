import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { listVersions, readVersion } from "@/api/sdk.gen";
import type { VersionRow } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import type { ModelSlot } from "@/lib/diagram/slot";
import { Button } from "@/ui/act/Button";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState } from "@/ui/states/State";
import { Person } from "@/ui/text/Person";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { download } from "../bpmn/pictures";
import { RollBack } from "./RollBack";
import styles from "./studio.module.css";
import { VersionCompare } from "./VersionCompare";

/** What was published when, by whom and why, and how many requests still run by it. */
export function VersionsTab({ processKey, Model, mayDeploy }: { processKey: string; Model: ModelSlot; mayDeploy: boolean }) {
  const { t } = useTranslation("designer");
  const [compared, setCompared] = useState<VersionRow | null>(null);
  const [back, setBack] = useState<VersionRow | null>(null);
  const query = useQuery({
    queryKey: ["processes", processKey, "versions"],
    queryFn: async ({ signal }) => (await listVersions({ path: { process_key: processKey }, signal, throwOnError: true })).data.items,
  });
  if (query.isError) {
    return <ErrorState title={t("versions.failed")} code={asProblem(query.error).code} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <ListSkeleton rows={4} />;
  if (query.data.length === 0) return <EmptyState icon={History} title={t("versions.none")} text={t("versions.noneText")} />;
  const current = query.data.find((version) => version.isCurrent);
  return (
    <div className={styles.page}>
      <div className={styles.card}>
        <table className={styles.table} aria-label={t("versions.label")}>
          <thead>
            <tr>
              <th scope="col">{t("versions.version")}</th>
              <th scope="col">{t("versions.note")}</th>
              <th scope="col">{t("versions.by")}</th>
              <th scope="col">{t("versions.at")}</th>
              <th scope="col" data-figure="true">
                {t("versions.running")}
              </th>
              <th scope="col">
                <span className="sr-only">{t("versions.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {query.data.map((version) => (
              <Version key={version.id} version={version} processKey={processKey}>
                {current && current.id !== version.id && (
                  <>
                    <Button size="sm" kind="link" onPress={() => setCompared(version)}>
                      {t("versions.compare")}
                    </Button>
                    {mayDeploy && (
                      <Button size="sm" kind="link" onPress={() => setBack(version)}>
                        {t("versions.rollBack")}
                      </Button>
                    )}
                  </>
                )}
              </Version>
            ))}
          </tbody>
        </table>
      </div>
      {compared && current && (
        <VersionCompare
          key={compared.id}
          older={compared.version < current.version ? compared : current}
          newer={compared.version < current.version ? current : compared}
          Model={Model}
          onClose={() => setCompared(null)}
        />
      )}
      {back && current && <RollBack version={back} current={current} onClose={() => setBack(null)} />}
    </div>
  );
}

function Version({ version, processKey, children }: { version: VersionRow; processKey: string; children: ReactNode }) {
  const { t } = useTranslation("designer");
  const save = async () => {
    const { data } = await readVersion({ path: { version_id: version.id }, throwOnError: true });
    download(data.xml, `${processKey}-v${version.version}.bpmn`, "application/xml");
  };
  return (
    <tr>
      <th scope="row">
        v{version.version} {version.versionTag && <span className={styles.muted}>{version.versionTag}</span>}{" "}
        {version.isCurrent && <StatusMark status="running" words={t("versions.current")} />}
      </th>
      <td>{version.note || <span className={styles.muted}>{t("versions.noNote")}</span>}</td>
      <td>
        {version.deployedBy ? (
          <Person person={{ id: version.deployedBy.id, name: version.deployedBy.name }} />
        ) : (
          <span className={styles.muted}>{t("versions.system")}</span>
        )}
      </td>
      <td>
        <TimeAgo at={version.deployedAt} />
      </td>
      <td data-figure="true" className="tnum">
        {t("versions.runningCount", { count: version.runningCount })}
      </td>
      <td className={styles.rowActions}>
        {children}
        <Button size="sm" kind="link" onPress={() => void save()}>
          {t("versions.download")}
        </Button>
      </td>
    </tr>
  );
}
