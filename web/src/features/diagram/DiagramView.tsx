import { useQuery } from "@tanstack/react-query";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { readDiagram } from "@/api/sdk.gen";
import type { Diagram, Waiting } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { roughDuration } from "@/lib/dates/dates";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { useSession } from "@/lib/session/SessionContext";
import { IconButton } from "@/ui/act/IconButton";
import { Segmented } from "@/ui/list/Segmented";
import { ErrorState } from "@/ui/states/State";
import { useTheme } from "@/ui/theme/ThemeProvider";

import styles from "./Diagram.module.css";
import { DiagramList } from "./DiagramList";
import { inLanguage } from "./names";
import { draw, type DiagramWords } from "./overlays";
import { type Box, type CanvasLike, fit, frame, useViewer } from "./viewer";

/** The model with the walked way, where it stands and with whom, and what is expected. Every diagram has a list twin. */
export function DiagramView({ instanceId, waiting }: { instanceId: string; waiting: readonly Waiting[] }) {
  const { t } = useTranslation("diagram");
  const [view, setView] = useState<"drawing" | "list">("drawing");
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
  const { t } = useTranslation("diagram");
  const { tokens, isDark } = useTheme();
  const words = useWords();
  const container = useRef<HTMLDivElement>(null);
  const language = useLanguage();
  const xml = useMemo(() => inLanguage(diagram.xml, language), [diagram.xml, language]);
  const viewer = useViewer(container, xml, tokens, onFail);

  const here = diagram.failed[0] ?? diagram.active[0]?.elementId;
  useEffect(() => {
    if (!viewer || !container.current?.clientWidth) return; // nothing is laid out while it is hidden
    const registry = viewer.get<{ get: (id: string) => Box | undefined }>("elementRegistry");
    frame(viewer.get<CanvasLike>("canvas"), here ? registry.get(here) : undefined);
  }, [viewer, here]);
  useEffect(() => {
    if (viewer) draw(viewer, { diagram, waiting, words, tokens });
  }, [viewer, diagram, waiting, words, tokens]);

  const zoom = (to: number | "fit") => {
    const canvas = viewer?.get<CanvasLike>("canvas");
    if (!canvas || !container.current?.clientWidth) return;
    if (to === "fit") fit(canvas);
    else canvas.zoom(canvas.zoom() * to);
  };
  return (
    <>
      <div ref={container} className={styles["canvas"]} data-dark={isDark || undefined} />
      <div className={styles["zoom"]}>
        <IconButton size="sm" icon={ZoomOut} label={t("zoomOut")} onPress={() => zoom(0.8)} />
        <IconButton size="sm" icon={ZoomIn} label={t("zoomIn")} onPress={() => zoom(1.25)} />
        <IconButton size="sm" icon={Maximize} label={t("fit")} onPress={() => zoom("fit")} />
      </div>
    </>
  );
}
