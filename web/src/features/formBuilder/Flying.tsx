import { DragOverlay } from "@dnd-kit/core";
import type { ComponentType, ReactNode } from "react";

import { Icon } from "@/ui/Icon";

import styles from "./builder.module.css";
import { KIND_ICONS } from "./kinds";
import type { Carried } from "./useDragging";

/** Its own type names a namespace that React 19 no longer has. */
const Overlay = DragOverlay as unknown as ComponentType<{ dropAnimation: null; children: ReactNode }>;

/** What hangs at the pointer while something is dragged. */
export function Flying({ carried }: { carried: Carried | null }) {
  return (
    <Overlay dropAnimation={null}>
      {carried && (
        <div className={styles.flying}>
          <Icon of={KIND_ICONS[carried.kind]} />
          {carried.label}
        </div>
      )}
    </Overlay>
  );
}
