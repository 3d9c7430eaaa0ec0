import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { getParentRoute } from "./roots";
import { findSearch, mailSearch } from "./search";

/** Pages about oneself and about finding things. */
const own = () => import("./routes/own");
const finding = () => import("./routes/finding");

export const account = createRoute({ getParentRoute, path: "/account", component: lazyRouteComponent(own, "Account") });
export const notices = createRoute({ getParentRoute, path: "/notices", component: lazyRouteComponent(own, "Notices") });
export const find = createRoute({
  getParentRoute,
  path: "/search",
  validateSearch: findSearch,
  component: lazyRouteComponent(finding, "Find"),
});
export const background = createRoute({
  getParentRoute,
  path: "/background",
  component: lazyRouteComponent(finding, "Background"),
});
export const choices = createRoute({ getParentRoute, path: "/notices/settings", component: lazyRouteComponent(own, "NoticeChoices") });
export const mail = createRoute({
  getParentRoute,
  path: "/mail",
  validateSearch: mailSearch,
  component: lazyRouteComponent(finding, "Mail"),
});
