import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { readDiagram } from "@/api/sdk.gen";
import type { Diagram, Waiting } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { roughDuration } from "@/lib/dates/dates";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { useSession } from "@/lib/session/SessionContext";
import { useIsPhone } from "@/ui/frame/useWidth";
import { Segmented } from "@/ui/list/Segmented";
import { ErrorState } from "@/ui/states/State";
import { useTheme } from "@/ui/theme/ThemeProvider";

import styles from "./Diagram.module.css";
import { DiagramList } from "./DiagramList";
import { inLanguage } from "./names";
import { draw, type DiagramWords } from "./overlays";
import { useFraming, useViewer } from "./viewer";
import { ZoomBar } from "./ZoomBar";

/** The model with the walked way, where it stands and with whom, and what is expected. Every diagram has a list twin. */
export function DiagramView({ instanceId, waiting }: { instanceId: string; waiting: readonly Waiting[] }) {
  const { t } = useTranslation("diagram");
  const isPhone = useIsPhone();
  const [view, setView] = useState<"drawing" | "list">(isPhone ? "list" : "drawing"); // no drawing is legible on a phone
  const showList = useCallback(() => setView("list"), []);
  const query = useQuery({
    queryKey: ["instance", instanceId, "diagram"],
    queryFn: async ({ signal }) =>
      (await readDiagram({ path: { instance_id: instanceId }, signal, throwOnError: true })).data,
    placeholderData: undefined,
  });
  return (
    <figure className={styles["figure"]} aria-label={t("label")}>
      <div className={styles["bar"]}>
        <span className={styles["legend"]} aria-hidden="true">
          <span className={styles["walked"]} />
          {t("walked")}
          <span className={styles["expected"]} />
          {t("expected")}
        </span>
        <Segmented
          label={t("view")}
          value={view}
          onChange={setView}
          segments={[
            { key: "drawing", label: t("drawing") },
            { key: "list", label: t("list") },
          ]}
        />
      </div>
      {query.isError && (
        <ErrorState
          title={asProblem(query.error).message || t("failed")}
          code={asProblem(query.error).code}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data &&
        (view === "drawing" ? (
          <Drawing diagram={query.data} waiting={waiting} onFail={showList} />
        ) : (
          <DiagramList diagram={query.data} waiting={waiting} />
        ))}
    </figure>
  );
}

function useWords(): DiagramWords {
  const { t } = useTranslation("diagram");
  const { t: ui } = useTranslation("ui");
  const { person } = useSession();
  return useMemo(
    () => ({
      meId: person.id,
      you: ui("person.you"),
      separator: " · ",
      waitsFor: (who) => t("waitsFor", { who }),
      failed: t("failedPill"),
      took: (seconds) => roughDuration(seconds, ui),
    }),
    [t, ui, person.id],
  );
}

function Drawing(props: { diagram: Diagram; waiting: readonly Waiting[]; onFail: () => void }) {
  const { diagram, waiting, onFail } = props;
  const { tokens, isDark } = useTheme();
  const words = useWords();
  const container = useRef<HTMLDivElement>(null);
  const language = useLanguage();
  const xml = useMemo(() => inLanguage(diagram.xml, language), [diagram.xml, language]);
  const viewer = useViewer(container, xml, tokens, onFail);

  const here = diagram.failed[0] ?? diagram.active[0]?.elementId;
  const cut = useFraming(viewer, container, here);
  useEffect(() => {
    if (viewer) draw(viewer, { diagram, waiting, words, tokens });
  }, [viewer, diagram, waiting, words, tokens]);

  return (
    <>
      <div ref={container} className={styles["canvas"]} data-dark={isDark || undefined} data-cut={cut} />
      <ZoomBar viewer={viewer} container={container} />
    </>
  );
}
