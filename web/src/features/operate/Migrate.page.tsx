/** Lets chosen instances go on by another version: mapping, what it means for each, doing it. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { listVersions, planMigration } from "@/api/sdk.gen";
import type { MappedElement, MigrationPlan, VersionRow } from "@/api/types.gen";
import { type ApiProblem, asProblem } from "@/lib/api/problem";
import type { ModelMark, ModelSlot } from "@/lib/diagram/slot";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Input } from "@/ui/controls/Input";
import { Select } from "@/ui/controls/Select";
import { ObjectHeader, Page, Scroll } from "@/ui/frame/Page";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState } from "@/ui/states/State";
import { ProblemList } from "@/ui/states/ProblemList";
import { GitBranch } from "lucide-react";

import { BulkProgress, useBulk } from "./BulkSheet";
import { isBlocked, Mapping, Preview } from "./MigrationTables";
import type { InstanceLink } from "./Operate.page";
import styles from "./operate.module.css";

export interface MigratePageProps {
  processKey: string;
  fromVersionId: string;
  instanceIds: readonly string[];
  model: ModelSlot;
  Link: InstanceLink;
  parent: string;
  onBack: () => void;
}

export function MigratePage(props: MigratePageProps) {
  const { t } = useTranslation("operate");
  useTitle(t("migrate.title"));
  const [errandId, setErrandId] = useState<string | null>(null);
  return (
    <Page>
      <ObjectHeader parent={props.parent} onBack={props.onBack} title={t("migrate.heading", { count: props.instanceIds.length })} isHeading />
      <Scroll>
        <div className={styles["body"]}>
          {errandId === null ? <Planning {...props} onBegun={setErrandId} /> : <Running errandId={errandId} onBack={props.onBack} />}
        </div>
      </Scroll>
    </Page>
  );
}

function Running({ errandId, onBack }: { errandId: string; onBack: () => void }) {
  const { t } = useTranslation("operate");
  return (
    <section className={styles["step"]}>
      <h2>{t("migrate.running")}</h2>
      <BulkProgress errandId={errandId} />
      <div className={styles["stepFoot"]}>
        <Button kind="filled" onPress={onBack}>
          {t("migrate.close")}
        </Button>
      </div>
    </section>
  );
}

type PlanningProps = MigratePageProps & { onBegun: (errandId: string) => void };

/** Chooses the version; the plan for it follows every choice. */
function Planning(props: PlanningProps) {
  const { t } = useTranslation("operate");
  const [target, setTarget] = useState("");
  const [mapping, setMapping] = useState<Record<string, string> | null>(null);
  const versions = useQuery({
    queryKey: ["processes", props.processKey, "versions"],
    queryFn: async ({ signal }) =>
      (await listVersions({ path: { process_key: props.processKey }, signal, throwOnError: true })).data.items,
  });
  const others = (versions.data ?? []).filter((version) => version.id !== props.fromVersionId);
  const to = target || (others.find((version) => version.isCurrent) ?? others[0])?.id || "";
  const choose = (id: string) => {
    setTarget(id);
    setMapping(null);
  };
  if (versions.isError) return <Failed problem={asProblem(versions.error)} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <DetailSkeleton />;
  if (others.length === 0) return <EmptyState icon={GitBranch} title={t("migrate.noVersion")} text={t("migrate.noVersionText")} />;
  return (
    <>
      <label className={styles["field"]}>
        <span>{t("migrate.target")}</span>
        <Select value={to} style={{ maxWidth: 360 }} options={others.map((one) => ({ value: one.id, label: versionLabel(one, t("migrate.current")) }))} onChange={choose} />
      </label>
      <Planned {...props} to={to} mapping={mapping} onMapping={setMapping} />
    </>
  );
}

const versionLabel = (one: VersionRow, current: string): string =>
  [`v${one.version}`, one.versionTag, one.isCurrent && current, one.note].filter(Boolean).join(" · ");

function Failed({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }) {
  const { t } = useTranslation("operate");
  return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={onRetry} />;
}

type PlannedProps = PlanningProps & { to: string; mapping: Record<string, string> | null; onMapping: (mapping: Record<string, string>) => void };

function Planned({ to, mapping, ...props }: PlannedProps) {
  const plan = useQuery({
    queryKey: ["migration", props.fromVersionId, to, mapping, props.instanceIds],
    queryFn: async ({ signal }) =>
      (
        await planMigration({
          body: { fromVersionId: props.fromVersionId, toVersionId: to, mapping, instanceIds: [...props.instanceIds] },
          signal,
          throwOnError: true,
        })
      ).data,
  });
  if (plan.isError) return <Failed problem={asProblem(plan.error)} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <DetailSkeleton />;
  return <Plan {...props} plan={plan.data} to={to} />;
}

interface PlanProps extends MigratePageProps {
  plan: MigrationPlan;
  to: string;
  onMapping: (mapping: Record<string, string>) => void;
  onBegun: (errandId: string) => void;
}

function Plan({ plan, to, onMapping, onBegun, ...props }: PlanProps) {
  const { t } = useTranslation("operate");
  const [reason, setReason] = useState("");
  const [looked, setLooked] = useState<string | null>(null);
  const begin = useBulk(onBegun);
  const { model: Model } = props;
  const pair = plan.elements.find((one) => one.before.id === looked);
  const focus = pair ?? plan.elements.find((one) => one.standing > 0);
  const before = useMemo(() => beforeMarks(plan, looked), [plan, looked]);
  const after = useMemo(() => afterMarks(plan, pair), [plan, pair]);
  const ready = plan.instances.filter((one) => !isBlocked(one));
  const ids = plan.blocked === 0 ? props.instanceIds : ready.map((one) => one.id);
  return (
    <>
      <div className={styles["pair"]}>
        <div>
          <h2>{t("migrate.from", { version: plan.fromVersion })}</h2>
          <Model xml={plan.fromXml} marks={before} label={t("migrate.from", { version: plan.fromVersion })} focusId={focus?.before.id} onPick={setLooked} />
        </div>
        <div>
          <h2>{t("migrate.to", { version: plan.toVersion })}</h2>
          <Model
            xml={plan.toXml}
            marks={after}
            label={t("migrate.to", { version: plan.toVersion })}
            focusId={focus?.after?.id}
            onPick={(id) => looked !== null && plan.targets.some((one) => one.id === id) && onMapping({ ...plan.mapping, [looked]: id })}
          />
        </div>
      </div>
      <Mapping plan={plan} looked={looked} onLook={setLooked} onMapping={onMapping} />
      <Preview plan={plan} Link={props.Link} />
      <section className={styles["step"]}>
        <h2>{t("migrate.do")}</h2>
        {begin.error && <ProblemList problems={[{ code: begin.error.code, detail: begin.error.message }]} />}
        <label className={styles["field"]}>
          <span>{t("repair.reason")}</span>
          <Input.TextArea value={reason} autoSize={{ minRows: 2, maxRows: 4 }} placeholder={t("repair.reasonHint")} onChange={(event) => setReason(event.target.value)} />
        </label>
        <div className={styles["stepFoot"]}>
          <Button onPress={props.onBack}>{t("repair.back")}</Button>
          <Button
            kind="filled"
            busy={begin.isPending}
            disabled={reason.trim() === "" || ids.length === 0}
            hint={ids.length === 0 ? t("migrate.nobody") : reason.trim() === "" ? t("repair.needsReason") : undefined}
            onPress={() => begin.mutate({ action: "migrate", ids: [...ids], reason: reason.trim(), versionId: to, mapping: plan.mapping })}
          >
            {t("migrate.confirm", { count: ids.length, version: plan.toVersion })}
          </Button>
        </div>
      </section>
    </>
  );
}

function beforeMarks(plan: MigrationPlan, looked: string | null): readonly ModelMark[] {
  return plan.elements.flatMap((one): ModelMark[] => {
    if (one.before.id === looked) return [{ id: one.before.id, kind: "picked" }];
    if (one.problems.some((problem) => problem.severity === "error")) return [{ id: one.before.id, kind: "failed", text: String(one.standing || "") || undefined }];
    return one.standing > 0 ? [{ id: one.before.id, kind: "now", text: String(one.standing) }] : [];
  });
}

function afterMarks(plan: MigrationPlan, pair: MappedElement | undefined): readonly ModelMark[] {
  const standing = plan.elements.flatMap((one): ModelMark[] =>
    one.standing > 0 && one.after && one.after.id !== pair?.after?.id ? [{ id: one.after.id, kind: "now", text: String(one.standing) }] : [],
  );
  return pair?.after ? [...standing, { id: pair.after.id, kind: "picked" }] : standing;
}
