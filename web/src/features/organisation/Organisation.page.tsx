/** Who works here: departments, people, what they can be, and what changes on a day to come. */
import { ArrowRightLeft, CalendarCheck, Download, Plus, Upload, UsersRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Organisation } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { useIsPhone } from "@/ui/frame/useWidth";
import { Segmented } from "@/ui/list/Segmented";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, NoPermission } from "@/ui/states/State";

import { Groups } from "./Groups";
import { ImportSheet } from "./ImportSheet";
import { LdapSheet } from "./LdapSheet";
import { type OrganisationSearch, type Panel, type Part, PARTS } from "./model";
import styles from "./Organisation.module.css";
import { People } from "./People";
import { Planned } from "./Planned";
import { Posts } from "./Posts";
import { useLdap, useOrganisation } from "./useOrganisation";

interface Props {
  search: OrganisationSearch;
  onSearch: (given: OrganisationSearch) => void;
  onHandOver: (personId: string | null) => void;
}

export function OrganisationPage({ search, onSearch, onHandOver }: Props) {
  const { t } = useTranslation("organisation");
  useTitle(t("title"));
  const isPhone = useIsPhone();
  const query = useOrganisation();
  const [isImporting, setIsImporting] = useState(false);
  const [panel, setPanel] = useState<Panel | null>(null);
  const shown: Panel | null = panel ?? (search.person ? { kind: "person", id: search.person } : null);
  const part = search.part ?? "people";
  const [isReadingLdap, setIsReadingLdap] = useState(false);
  const ldap = useLdap();
  const planned = query.data?.planned.length ?? 0;
  const open = (next: Panel | null) => {
    setPanel(next && next.kind !== "person" ? next : null);
    onSearch({ ...search, person: next?.kind === "person" ? next.id : undefined });
  };
  return (
    <Page>
      <PageHeader title={t("title")}>
        {!isPhone && (
          <>
            <a className={styles["headLink"]} href="/api/v1/organisation/export.xlsx" download>
              <Download size={16} strokeWidth={1.75} aria-hidden="true" />
              {t("export")}
            </a>
            <Button kind="text" icon={Upload} onPress={() => setIsImporting(true)}>
              {t("import.button")}
            </Button>
            {ldap && (
              <Button kind="text" icon={UsersRound} onPress={() => setIsReadingLdap(true)}>
                {t("ldap.button")}
              </Button>
            )}
            <Button icon={ArrowRightLeft} onPress={() => onHandOver(null)}>
              {t("handover")}
            </Button>
          </>
        )}
        <Button
          kind="filled"
          icon={Plus}
          onPress={() => {
            onSearch({ ...search, part: undefined, person: undefined });
            setPanel({ kind: "newPerson" });
          }}
        >
          {t("addPerson")}
        </Button>
      </PageHeader>
      <div className={styles["parts"]}>
        <Segmented<Part>
          label={t("parts.label")}
          segments={PARTS.map((key) => ({
            key,
            label: t(`parts.${key}`),
            ...(key === "planned" && planned > 0 && { count: planned }),
          }))}
          value={part}
          onChange={(next) => onSearch({ ...search, part: next === "people" ? undefined : next, person: undefined })}
        />
      </div>
      <Body query={query} part={part} search={search} panel={shown} onSearch={onSearch} onPanel={open} onHandOver={onHandOver} />
      {isImporting && <ImportSheet onClose={() => setIsImporting(false)} />}
      {ldap && isReadingLdap && <LdapSheet ldap={ldap} onClose={() => setIsReadingLdap(false)} />}
    </Page>
  );
}

interface BodyProps extends Props {
  query: ReturnType<typeof useOrganisation>;
  part: Part;
  panel: Panel | null;
  onPanel: (panel: Panel | null) => void;
}

function Body({ query, ...props }: BodyProps) {
  const { t } = useTranslation("organisation");
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    if (problem.status === 403) return <NoPermission title={t("hidden.title")} text={t("hidden.text")} />;
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (props.part === "people") return <People organisation={query.data} {...props} />;
  return (
    <Scroll>
      <OtherPart part={props.part} organisation={query.data} />
    </Scroll>
  );
}

function OtherPart({ part, organisation }: { part: Part; organisation: Organisation }) {
  const { t } = useTranslation("organisation");
  if (part === "positions") return <Posts kind="positions" posts={organisation.positions} />;
  if (part === "grades") return <Posts kind="grades" posts={organisation.grades} />;
  if (part === "groups") return <Groups groups={organisation.groups} />;
  if (organisation.planned.length === 0) {
    return <EmptyState icon={CalendarCheck} title={t("planned.none")} text={t("planned.noneText")} />;
  }
  return (
    <div className={styles["part"]}>
      <Planned changes={organisation.planned} />
    </div>
  );
}
