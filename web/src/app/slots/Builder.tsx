import { lazy, Suspense } from "react";

import type { FormBuilderProps } from "@/lib/forms/builderSlot";
import { DetailSkeleton } from "@/ui/states/Skeleton";

const FormBuilder = lazy(() => import("@/features/formBuilder/FormBuilder"));

/** The form builder as the studio sees it; loaded when its tab is opened. */
export function Builder(props: FormBuilderProps) {
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <FormBuilder {...props} />
    </Suspense>
  );
}
