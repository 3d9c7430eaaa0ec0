/** Generates src/api from openapi.json, which the back end exports. With --check, fails when the committed client is old. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createClient } from "@hey-api/openapi-ts";

const OUTPUT = "src/api";

async function generate(path: string): Promise<void> {
  await createClient({
    input: "openapi.json",
    logs: { level: "error" },
    output: { path, postProcess: [] },
    plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
  });
}

function snapshot(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length), readFileSync(path, "utf8")];
    }),
  );
}

if (!existsSync("openapi.json")) {
  console.log("api: no openapi.json yet");
} else if (process.argv.includes("--check")) {
  const folder = mkdtempSync(join(tmpdir(), "dujiang-api-"));
  await generate(folder);
  const [fresh, committed] = [snapshot(folder), snapshot(OUTPUT)];
  rmSync(folder, { recursive: true });
  const differs = [...new Set([...fresh.keys(), ...committed.keys()])].filter(
    (name) => fresh.get(name) !== committed.get(name),
  );
  for (const name of differs) console.error(`${OUTPUT}${name} is not what openapi.json says: npm run api`);
  if (differs.length) process.exit(1);
  console.log("api: client is current");
} else {
  await generate(OUTPUT);
}
