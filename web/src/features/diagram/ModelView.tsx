import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { ModelMark, ModelSlotProps } from "@/lib/diagram/slot";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { cx } from "@/ui/cx";
import { useTheme } from "@/ui/theme/ThemeProvider";
import type { Tokens } from "@/ui/theme/tokens";

import styles from "./Diagram.module.css";
import { inLanguage } from "./names";
import { paint, pill, services } from "./overlays";
import { stepsOf } from "./steps";
import { useFraming, useViewer } from "./viewer";
import { ZoomBar } from "./ZoomBar";

type Look = { colours: (tokens: Tokens) => { stroke: string; fill?: string }; marker?: string | undefined; pill?: string | undefined };

const LOOKS: Record<ModelMark["kind"], Look> = {
  walked: { colours: ({ brand }) => ({ stroke: brand }), marker: styles["isWalked"] },
  now: { colours: ({ brand, brandTint }) => ({ stroke: brand, fill: brandTint }), marker: styles["isNow"], pill: styles["now"] },
  failed: { colours: ({ redFill, redTint }) => ({ stroke: redFill, fill: redTint }), marker: styles["isNow"], pill: styles["failed"] },
  picked: { colours: ({ brand, selected }) => ({ stroke: brand, fill: selected }), marker: styles["isNow"], pill: styles["now"] },
  leaving: { colours: ({ redFill }) => ({ stroke: redFill }), marker: styles["isRemoved"], pill: styles["failed"] },
  added: { colours: ({ green, greenTint }) => ({ stroke: green, fill: greenTint }), marker: styles["isNow"], pill: styles["added"] },
  removed: { colours: ({ redFill }) => ({ stroke: redFill }), marker: styles["isRemoved"], pill: styles["failed"] },
  changed: { colours: ({ amber, amberTint }) => ({ stroke: amber, fill: amberTint }), marker: styles["isNow"], pill: styles["changed"] },
  moved: { colours: ({ text3 }) => ({ stroke: text3 }), marker: styles["isExpected"], pill: styles["duration"] },
};

/** A model with marks on its elements; with `onPick` they can be chosen by click or from a list. */
export function ModelView({ marks, onPick, label, focusId, isTall, ...props }: ModelSlotProps) {
  const { tokens, isDark } = useTheme();
  const language = useLanguage();
  const xml = useMemo(() => inLanguage(props.xml, language), [props.xml, language]);
  const container = useRef<HTMLDivElement>(null);
  const [isUndrawn, setUndrawn] = useState(false);
  const fail = useCallback(() => setUndrawn(true), []);
  const viewer = useViewer(container, xml, tokens, fail);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });

  const cut = useFraming(viewer, container, focusId);
  useEffect(() => {
    if (!viewer) return undefined;
    const from = services(viewer);
    from.overlays.clear();
    for (const mark of marks) {
      const look = LOOKS[mark.kind];
      paint(from, mark.id, look.colours(tokens), look.marker);
      if (mark.text) pill(from, mark.id, mark.text, look.pill);
    }
    return () => {
      for (const mark of marks) {
        paint(from, mark.id, { stroke: tokens.control, fill: tokens.surface }, undefined);
        const marker = LOOKS[mark.kind].marker;
        if (marker) from.canvas.removeMarker(mark.id, marker);
      }
    };
  }, [viewer, marks, tokens]);
  useEffect(() => {
    if (!viewer) return undefined;
    const bus = viewer.get<{ on: (name: string, act: (event: { element: { id: string } }) => void) => void }>("eventBus");
    bus.on("element.click", ({ element }) => pick.current?.(element.id.replace(/_label$/, "")));
    return undefined;
  }, [viewer]);

  return (
    <figure className={cx(styles["figure"], isTall && styles["tall"])} aria-label={label}>
      {isUndrawn ? (
        <StepPicker xml={xml} label={label} onPick={onPick} />
      ) : (
        <>
          <div ref={container} className={styles["canvas"]} data-dark={isDark || undefined} data-cut={cut} data-pick={onPick ? true : undefined} />
          <ZoomBar viewer={viewer} container={container} />
        </>
      )}
    </figure>
  );
}

/** The steps as a list, for models without a drawing. */
function StepPicker({ xml, label, onPick }: { xml: string; label: string; onPick?: ((id: string) => void) | undefined }) {
  return (
    <ul className={styles["list"]} aria-label={label}>
      {stepsOf(xml).map((step) => (
        <li key={step.id} className={styles["line"]}>
          {onPick ? (
            <button type="button" className={styles["pickLine"]} onClick={() => onPick(step.id)}>
              {step.name}
            </button>
          ) : (
            <span className={styles["name"]}>{step.name}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
