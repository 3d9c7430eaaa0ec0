/** Fails when sign-in and workbench load more JavaScript than people should wait for. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 330_000;
/** What a person loads from the sign-in page to the first to-do. */
const PAGES = [
  "index.html",
  "src/features/session/SignIn.page.tsx",
  "src/app/Signed.tsx",
  "src/app/routes/workbench.tsx",
];

interface Chunk {
  file: string;
  imports?: string[];
}

const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8")) as Record<string, Chunk>;

function reach(name: string, seen: Set<string>): Set<string> {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`${name} is not in the manifest: adapt scripts/budget.ts`);
  if (!seen.has(name)) {
    seen.add(name);
    for (const next of chunk.imports ?? []) reach(next, seen);
  }
  return seen;
}

const chunks = new Set<string>();
for (const page of PAGES) reach(page, chunks);
const sizes = [...chunks]
  .map((name) => manifest[name]?.file ?? "")
  .map((file) => ({ file, bytes: gzipSync(readFileSync(`dist/${file}`)).length }))
  .sort((left, right) => right.bytes - left.bytes);
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);

for (const { file, bytes } of sizes) console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}`);
console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  sign-in and workbench, budget ${BUDGET_BYTES / 1000} kB`);
if (total > BUDGET_BYTES) process.exit(1);
