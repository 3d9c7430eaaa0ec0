import { createRootRoute, createRoute } from "@tanstack/react-router";

import { Frame } from "./shell/Frame";
import { Shell } from "./shell/Shell";
import { Crash, Missing } from "./shell/Trouble";

export const root = createRootRoute({ component: Frame, errorComponent: Crash, notFoundComponent: Missing });
/** Pages with the navigation beside them; the studio fills the screen. */
export const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

/** What every page with the navigation beside it hangs on. */
export const getParentRoute = () => shell;
