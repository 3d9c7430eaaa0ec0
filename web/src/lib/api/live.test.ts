import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";

import { refresh } from "./live";

function cached(keys: string[][]): { queries: QueryClient; old: () => string[] } {
  const queries = new QueryClient();
  for (const key of keys) queries.setQueryData(key, 1);
  const old = () =>
    queries
      .getQueryCache()
      .getAll()
      .filter((query) => query.state.isInvalidated)
      .map((query) => query.queryKey.join("/"));
  return { queries, old };
}

const KEYS = [["items", "list"], ["items", "counts"], ["instance", "7"], ["instance", "8"], ["item", "3"], ["session"]];

test("a topic of mine makes my lists old, nothing else", () => {
  const { queries, old } = cached(KEYS);

  refresh(queries, ["items:me"]);

  expect(old()).toEqual(["items/list", "items/counts"]);
});

test("a topic of an instance makes that instance and open items old, not other instances", () => {
  const { queries, old } = cached(KEYS);

  refresh(queries, ["instance:7"]);

  expect(old()).toEqual(["instance/7", "item/3"]);
});

test("a browser that was too slow refetches everything", () => {
  const { queries, old } = cached(KEYS);

  refresh(queries, ["everything"]);

  expect(old()).toHaveLength(KEYS.length);
});
