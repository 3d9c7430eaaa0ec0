import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { DetailSkeleton } from "@/ui/states/Skeleton";

import { audit } from "./auditing";
import { ledgerRoutes } from "./ledgers";
import { operatingRoutes } from "./operating";
import { account, background, choices, find, mail, notices } from "./personal";
import { getParentRoute, root, shell } from "./roots";
import {
  organisationSearch,
  personSearch,
  processSearch,
  roleSearch,
  ruleSearch,
  stringifySearch,
  studioSearch,
  textSearch,
  workbenchSearch,
} from "./search";
import { Crash, Missing } from "./shell/Trouble";

const home = createRoute({
  getParentRoute,
  path: "/",
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's way to say "go there"
    throw redirect({ to: "/todo" });
  },
});

const workbench = () => import("./routes/workbench");
const requests = () => import("./routes/requests");
const own = () => import("./routes/own");

const lists = { getParentRoute, validateSearch: workbenchSearch } as const;
const todo = createRoute({ ...lists, path: "/todo", component: lazyRouteComponent(workbench, "Todo") });
const todoItem = createRoute({ ...lists, path: "/todo/$itemId", component: lazyRouteComponent(workbench, "TodoItem") });
const done = createRoute({ ...lists, path: "/done", component: lazyRouteComponent(workbench, "Done") });
const doneItem = createRoute({ ...lists, path: "/done/$itemId", component: lazyRouteComponent(workbench, "DoneItem") });
const cc = createRoute({ ...lists, path: "/cc", component: lazyRouteComponent(workbench, "Copied") });
const ccItem = createRoute({ ...lists, path: "/cc/$itemId", component: lazyRouteComponent(workbench, "CopiedItem") });

const found = { getParentRoute, validateSearch: textSearch } as const;
const mine = createRoute({ ...found, path: "/mine", component: lazyRouteComponent(requests, "Mine") });
const start = createRoute({ ...found, path: "/start", component: lazyRouteComponent(requests, "Start") });
const apply = createRoute({
  getParentRoute,
  path: "/start/$processKey",
  component: lazyRouteComponent(requests, "Apply"),
});
const request = createRoute({
  getParentRoute,
  path: "/requests/$instanceId",
  component: lazyRouteComponent(requests, "Request"),
});

const design = () => import("./routes/design");
const processes = createRoute({
  getParentRoute,
  path: "/processes",
  validateSearch: processSearch,
  component: lazyRouteComponent(design, "Processes"),
});
const studio = createRoute({
  getParentRoute: () => root,
  path: "/processes/$processKey",
  validateSearch: studioSearch,
  component: lazyRouteComponent(design, "Studio"),
});

const ruling = () => import("./routes/rules");
const rules = createRoute({ ...found, path: "/rules", component: lazyRouteComponent(ruling, "Rules") });
const ruleStudio = createRoute({
  getParentRoute: () => root,
  path: "/rules/$ruleKey",
  validateSearch: ruleSearch,
  component: lazyRouteComponent(ruling, "RuleStudio"),
});

const admin = () => import("./routes/admin");
const organization = createRoute({
  getParentRoute,
  path: "/organization",
  validateSearch: organisationSearch,
  component: lazyRouteComponent(admin, "Organisation"),
});
const permissions = createRoute({
  getParentRoute,
  path: "/permissions",
  validateSearch: roleSearch,
  component: lazyRouteComponent(admin, "Permissions"),
});
const ofPerson = { getParentRoute, validateSearch: personSearch } as const;
const handover = createRoute({ ...ofPerson, path: "/handover", component: lazyRouteComponent(admin, "Handover") });
const deputies = createRoute({ ...ofPerson, path: "/deputies", component: lazyRouteComponent(own, "Deputies") });

const system = createRoute({
  getParentRoute,
  path: "/system",
  component: lazyRouteComponent(() => import("@/features/reports/Reports.page"), "ReportsPage"),
});

/** The components and states side by side, for us alone. */
const forUs = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute,
        path: "/gallery",
        component: lazyRouteComponent(() => import("@/features/gallery/Gallery.page"), "GalleryPage"),
      }),
    ]
  : [];

/** An address that leads nowhere keeps the navigation beside it. */
const missing = createRoute({ getParentRoute, path: "$", component: Missing });

const withNavigation = shell.addChildren([
  home,
  todo,
  todoItem,
  done,
  doneItem,
  cc,
  ccItem,
  mine,
  start,
  apply,
  request,
  account,
  notices,
  choices,
  find,
  background,
  mail,
  audit,
  processes,
  rules,
  system,
  ...operatingRoutes,
  organization,
  permissions,
  handover,
  deputies,
  ...ledgerRoutes,
  missing,
  ...forUs,
]);
const routeTree = root.addChildren([withNavigation, studio, ruleStudio]);

export function createAppRouter() {
  return createRouter({
    routeTree,
    defaultPreload: "intent",
    defaultPendingComponent: DetailSkeleton,
    defaultPendingMs: 200,
    defaultErrorComponent: Crash,
    defaultNotFoundComponent: Missing,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
