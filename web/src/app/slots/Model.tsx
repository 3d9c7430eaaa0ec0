import { lazy, Suspense } from "react";

import type { ModelSlotProps } from "@/lib/diagram/slot";
import { DetailSkeleton } from "@/ui/states/Skeleton";

const ModelView = lazy(() => import("@/features/diagram/ModelView").then((module) => ({ default: module.ModelView })));

/** The drawing of a model, loaded when one is shown. */
export function Model(props: ModelSlotProps) {
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <ModelView {...props} />
    </Suspense>
  );
}
