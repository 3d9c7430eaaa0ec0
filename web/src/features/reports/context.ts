import { lastProblemId } from "@/lib/api/problem";

/** The build that this tab runs: the name of its main script, which changes with every build. */
function build(): string {
  const script = document.querySelector<HTMLScriptElement>("script[type=module][src]");
  return script?.src.split("/").pop()?.replace(/\.js$/, "") ?? "";
}

/** What the browser knows of where somebody is: path without the query, build, screen, last problem. */
export const reportContext = () => ({
  page: window.location.pathname.slice(0, 200),
  version: build(),
  browser: navigator.userAgent.slice(0, 200),
  screen: `${window.innerWidth}×${window.innerHeight} @${window.devicePixelRatio}`,
  problemId: lastProblemId() ?? "",
});
