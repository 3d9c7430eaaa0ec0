import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import type { AccessByField, FormSchema, FormValues } from "@/lib/forms/model";
import { fieldsOf } from "@/lib/forms/schema";

import { assess } from "./assess";

interface Case {
  name: string;
  schema?: FormSchema;
  values: FormValues;
  access?: AccessByField;
  expect: {
    values?: FormValues;
    hidden?: string[];
    required?: string[];
    problems?: { path: string; code: string; rule?: string }[];
    asks?: string[];
  };
}

const FOLDER = join(process.cwd(), "../cases/forms");
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

describe.each(files)("cases/forms/%s", (file) => {
  const table = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as { schema: FormSchema; cases: Case[] };

  test.each(table.cases.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const result = assess(one.schema ?? table.schema, one.values, one.access);

    const wanted = one.expect;
    for (const [key, value] of Object.entries(wanted.values ?? {})) expect([key, result.values[key] ?? null]).toEqual([key, value]);
    const fields = new Set(fieldsOf((one.schema ?? table.schema).components).map((field) => field.key));
    const hidden = [...result.hidden].filter((key) => fields.has(key) || key.includes("/"));
    if (wanted.hidden) expect(hidden.sort()).toEqual([...wanted.hidden].sort());
    if (wanted.required) expect([...result.required].sort()).toEqual([...wanted.required].sort());
    if (wanted.asks) expect([...result.asks].sort()).toEqual([...wanted.asks].sort());
    if (wanted.problems) {
      const found = result.problems.map(({ path, code, rule }) => ({ path, code, ...(rule ? { rule } : {}) }));
      expect(found.sort(byPlace)).toEqual(wanted.problems.sort(byPlace));
    }
  });
});

const byPlace = (left: { path: string; code: string }, right: { path: string; code: string }): number =>
  `${left.path} ${left.code}`.localeCompare(`${right.path} ${right.code}`);
