// Runs feelin (npm) on Node: reads {cases: [{name, feel, context}]}, prints microseconds a call as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.cwd() + "/");
const { evaluate } = await import(pathToFileURL(require.resolve("feelin")));

function microseconds(action) {
  for (let i = 0; i < 200; i++) action();
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const begun = process.cpuUsage();
    for (let i = 0; i < 500; i++) action();
    const spent = process.cpuUsage(begun);
    best = Math.min(best, (spent.user + spent.system) / 500);
  }
  return best;
}

const { cases } = JSON.parse(readFileSync(0, "utf-8"));
const found = {};
for (const { name, feel, context } of cases) {
  found[name] = { "feelin (Node)": microseconds(() => evaluate(feel, context)) };
}
process.stdout.write(JSON.stringify(found));
