/** Who stands in for somebody, when, for what; and when they are away. */
import { CalendarOff, Plus, UserRoundCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { endAbsence, endDeputy } from "@/api/sdk.gen";
import type { Absence, Deputy, StandingIn } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";
import { useSession } from "@/lib/session/SessionContext";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { PersonPicker } from "@/ui/controls/PersonPicker";
import { cx } from "@/ui/cx";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState, NoPermission } from "@/ui/states/State";
import { Person } from "@/ui/text/Person";

import { AbsenceForm } from "./AbsenceForm";
import styles from "./Deputies.module.css";
import { DeputyForm } from "./DeputyForm";
import { useRefresh, useStandingIn } from "./useDeputies";

interface Props {
  /** Whose; empty for oneself. */
  person: string;
  onPerson: (id: string) => void;
}

type Making = "deputy" | "absence" | null;

export function DeputiesPage({ person, onPerson }: Props) {
  const { t } = useTranslation("deputies");
  useTitle(t("title"));
  const session = useSession();
  const query = useStandingIn(person);
  const [making, setMaking] = useState<Making>(null);
  const mayManage = session.permissions.includes("deputy.manage");
  const whose = person && person !== session.person.id ? person : "";
  return (
    <Page>
      <PageHeader title={t("title")}>
        <Button icon={CalendarOff} onPress={() => setMaking("absence")}>
          {t("absence.add")}
        </Button>
        <Button kind="filled" icon={Plus} onPress={() => setMaking("deputy")}>
          {t("deputy.add")}
        </Button>
      </PageHeader>
      <Scroll>
        <div className={styles["body"]}>
          {mayManage && (
            <div className={styles["whose"]}>
              <PersonPicker
                label={t("whose")}
                isClearable={whose !== ""}
                value={query.data ? { id: query.data.person.id, name: query.data.person.name } : null}
                onChange={(found) => onPerson(found?.id ?? "")}
              />
            </div>
          )}
          {making === "deputy" && <DeputyForm key={whose} person={whose} me={query.data?.person.id ?? ""} onClose={() => setMaking(null)} />}
          {making === "absence" && <AbsenceForm key={whose} person={whose} onClose={() => setMaking(null)} />}
          <Body query={query} />
        </div>
      </Scroll>
    </Page>
  );
}

function Body({ query }: { query: ReturnType<typeof useStandingIn> }) {
  const { t } = useTranslation("deputies");
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    if (problem.status === 403) return <NoPermission title={t("hidden.title")} text={problem.message} />;
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  return <Rules found={query.data} />;
}

function Rules({ found }: { found: StandingIn }) {
  const { t } = useTranslation("deputies");
  const [isOld, setIsOld] = useState(false);
  const live = <Row extends { state: string }>(rows: readonly Row[]) => rows.filter((row) => isOld || row.state !== "over");
  return (
    <>
      <Notice tone={found.isAway ? "amber" : "brand"} mark={<Icon of={UserRoundCheck} />} title={found.now} />
      <Part title={t("deputy.title")} empty={t("deputy.none")} rows={live(found.deputies)} row={(rule) => <Rule key={rule.id} rule={rule} />} />
      <Part title={t("absence.title")} empty={t("absence.none")} rows={live(found.absences)} row={(one) => <Away key={one.id} absence={one} />} />
      <Part title={t("standsIn.title")} empty={t("standsIn.none")} rows={live(found.standsInFor)} row={(rule) => <Rule key={rule.id} rule={rule} isOthers />} />
      <div>
        <Button kind="link" size="sm" aria-expanded={isOld} onPress={() => setIsOld(!isOld)}>
          {isOld ? t("withoutOld") : t("withOld")}
        </Button>
      </div>
    </>
  );
}

function Part<Row>(props: { title: string; empty: string; rows: readonly Row[]; row: (row: Row) => ReactNode }) {
  return (
    <section className={styles["part"]} aria-label={props.title}>
      <h2 className={styles["partName"]}>{props.title}</h2>
      {props.rows.length === 0 ? <p className={styles["quiet"]}>{props.empty}</p> : <ul className={styles["rules"]}>{props.rows.map(props.row)}</ul>}
    </section>
  );
}

function State({ state }: { state: Deputy["state"] }) {
  const { t } = useTranslation("deputies");
  return <span className={cx(styles["state"], styles[state])}>{t(`state.${state}`)}</span>;
}

function Rule({ rule, isOthers }: { rule: Deputy; isOthers?: boolean }) {
  const { t } = useTranslation("deputies");
  const tell = useTell();
  const refresh = useRefresh();
  const end = useCommand((_: null, headers) => endDeputy({ path: { deputy_id: rule.id }, headers, throwOnError: true }), {
    onDone: () => {
      refresh();
      tell({ text: t("deputy.ended", { name: rule.deputy.name }) });
    },
    onProblem: (problem) => tell({ kind: "trouble", text: problem.message || t("unreachable") }),
  });
  return (
    <li className={styles["rule"]}>
      <div className={styles["ruleText"]}>
        <div className={styles["ruleHead"]}>
          <Person person={rule.deputy} onBehalfOf={rule.who} />
          <State state={rule.state} />
          {rule.cause && <span className={styles["quiet"]}>{t("from", { number: rule.cause })}</span>}
        </div>
        <p>{rule.sentence}</p>
        <ProblemList problems={rule.warnings.map((detail) => ({ code: detail, detail, severity: "warning" as const }))} />
      </div>
      {!isOthers && rule.state !== "over" && (
        <Button size="sm" busy={end.isPending} onPress={() => end.mutate(null)}>
          {rule.state === "planned" ? t("deputy.drop") : t("deputy.end")}
        </Button>
      )}
    </li>
  );
}

function Away({ absence }: { absence: Absence }) {
  const { t } = useTranslation("deputies");
  const tell = useTell();
  const refresh = useRefresh();
  const end = useCommand((_: null, headers) => endAbsence({ path: { absence_id: absence.id }, headers, throwOnError: true }), {
    onDone: () => {
      refresh();
      tell({ text: t("absence.ended") });
    },
    onProblem: (problem) => tell({ kind: "trouble", text: problem.message || t("unreachable") }),
  });
  return (
    <li className={styles["rule"]}>
      <div className={styles["ruleText"]}>
        <div className={styles["ruleHead"]}>
          <span>{absence.sentence}</span>
          <State state={absence.state} />
        </div>
      </div>
      {absence.state !== "over" && (
        <Button size="sm" busy={end.isPending} onPress={() => end.mutate(null)}>
          {absence.state === "planned" ? t("absence.drop") : t("absence.end")}
        </Button>
      )}
    </li>
  );
}
