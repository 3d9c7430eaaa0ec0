import { Outlet, useLocation } from "@tanstack/react-router";
import { Suspense } from "react";

import { DetailSkeleton } from "@/ui/states/Skeleton";

import { Shell } from "./Shell";

/** The designers have the screen to themselves; every other page lies on the sheet beside the sidebar. */
const STUDIO = /^\/processes\/[^/]+\/?$/;

export function Root() {
  const { pathname } = useLocation();
  if (!STUDIO.test(pathname)) return <Shell />;
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <Outlet />
    </Suspense>
  );
}
