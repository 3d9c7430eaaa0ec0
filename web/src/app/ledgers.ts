import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { getParentRoute } from "./roots";
import { ledgerSearch } from "./search";

/** Ledgers: which there are, the rows of one, its columns. */
const pages = () => import("./routes/ledgers");

export const ledgerRoutes = [
  createRoute({ getParentRoute, path: "/ledgers", component: lazyRouteComponent(pages, "Ledgers") }),
  createRoute({ getParentRoute, path: "/ledgers/new", component: lazyRouteComponent(pages, "NewLedger") }),
  createRoute({
    getParentRoute,
    path: "/ledgers/$ledgerKey",
    validateSearch: ledgerSearch,
    component: lazyRouteComponent(pages, "LedgerRows"),
  }),
  createRoute({ getParentRoute, path: "/ledgers/$ledgerKey/columns", component: lazyRouteComponent(pages, "LedgerDesign") }),
] as const;
