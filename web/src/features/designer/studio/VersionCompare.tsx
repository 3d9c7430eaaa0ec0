/** Two versions side by side: what came, went, changed and moved, on both drawings and in words. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { readDifference, readVersion } from "@/api/sdk.gen";
import type { ChangedElement, VersionRow } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import type { ModelMark, ModelSlot } from "@/lib/diagram/slot";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { Button } from "@/ui/act/Button";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";

import type { DraftDocument } from "../api/useDraft";
import { fieldsOfForm, type FormField } from "../document/fields";
import { ChangeTable } from "./ChangeTable";
import styles from "./studio.module.css";
import { useChanges } from "./useChanges";

interface CompareProps {
  older: VersionRow;
  newer: VersionRow;
  Model: ModelSlot;
  onClose: () => void;
}

export function VersionCompare({ older, newer, Model, onClose }: CompareProps) {
  const { t } = useTranslation("designer");
  const query = useQuery({
    queryKey: ["versions", older.id, "difference", newer.id],
    queryFn: async ({ signal }) =>
      (await readDifference({ path: { version_id: older.id, other_id: newer.id }, signal, throwOnError: true })).data,
    staleTime: Infinity, // published versions never change
  });
  const marks = useMemo(() => marksOf(query.data?.changes ?? []), [query.data]);
  return (
    <section className={styles.compare} aria-label={t("versus.title", { before: older.version, after: newer.version })}>
      <div className={styles.compareHead}>
        <h2>{t("versus.title", { before: older.version, after: newer.version })}</h2>
        <Button size="sm" onPress={onClose}>
          {t("versus.close")}
        </Button>
      </div>
      {query.isError && (
        <ErrorState title={asProblem(query.error).message || t("versions.failed")} code={asProblem(query.error).code} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <ListSkeleton rows={4} />}
      {query.data && (
        <>
          <p className={styles.muted}>{t("versus.legend")}</p>
          <div className={styles.pair}>
            <div>
              <h3>v{older.version}</h3>
              <Model xml={query.data.beforeXml} marks={marks.before} label={t("versus.drawing", { version: older.version })} focusId={marks.before[0]?.id} />
            </div>
            <div>
              <h3>v{newer.version}</h3>
              <Model xml={query.data.afterXml} marks={marks.after} label={t("versus.drawing", { version: newer.version })} focusId={marks.after[0]?.id} />
            </div>
          </div>
          <InWords older={older} newer={newer} />
        </>
      )}
    </section>
  );
}

function marksOf(changes: readonly ChangedElement[]): { before: readonly ModelMark[]; after: readonly ModelMark[] } {
  const of = (kinds: readonly ChangedElement["change"][]): readonly ModelMark[] =>
    changes.filter(({ change }) => kinds.includes(change)).map(({ id, change }) => ({ id, kind: change, text: SIGNS[change] }));
  return { before: of(["removed", "changed"]), after: of(["added", "changed", "moved"]) };
}

const SIGNS = { added: "+", removed: "−", changed: "~", moved: "↔" } as const;
const NO_FIELDS: readonly FormField[] = [];

/** The same sentences as before publishing. */
function InWords({ older, newer }: { older: VersionRow; newer: VersionRow }) {
  const language = useLanguage();
  const version = useQuery({
    queryKey: ["versions", newer.id],
    queryFn: async ({ signal }) => (await readVersion({ path: { version_id: newer.id }, signal, throwOnError: true })).data,
    staleTime: Infinity,
  });
  if (!version.data) return <ListSkeleton rows={3} />;
  const { xml, forms, decisions } = version.data;
  return <Words older={older} newer={newer} language={language} document={{ xml, forms: forms as DraftDocument["forms"], decisions }} />;
}

function Words({ older, newer, language, document }: { older: VersionRow; newer: VersionRow; language: string; document: DraftDocument }) {
  const fields = useMemo(() => Object.values(document.forms).flatMap(fieldsOfForm), [document.forms]);
  const changes = useChanges({ document, language, fields: fields.length > 0 ? fields : NO_FIELDS }, older.id, false);
  return changes ? <ChangeTable changes={changes} current={older.version} next={newer.version} /> : <ListSkeleton rows={3} />;
}
