import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { getParentRoute } from "./roots";
import { connectionSearch, migrateSearch, operatedSearch } from "./search";

const incidents = createRoute({
  getParentRoute,
  path: "/incidents",
  component: lazyRouteComponent(() => import("./routes/operations"), "Incidents"),
});

const connections = createRoute({
  getParentRoute,
  path: "/connections",
  validateSearch: connectionSearch,
  component: lazyRouteComponent(() => import("./routes/connections"), "Connections"),
});

const operate = () => import("./routes/operate");
const instances = createRoute({
  getParentRoute,
  path: "/instances",
  validateSearch: operatedSearch,
  component: lazyRouteComponent(operate, "Instances"),
});
const migrate = createRoute({
  getParentRoute,
  path: "/instances/migrate",
  validateSearch: migrateSearch,
  component: lazyRouteComponent(operate, "Migrate"),
});
const operated = createRoute({
  getParentRoute,
  path: "/instances/$instanceId",
  component: lazyRouteComponent(operate, "Operate"),
});

/** What runs, what has stopped, and the systems it talks to. */
export const operatingRoutes = [incidents, connections, instances, migrate, operated] as const;
