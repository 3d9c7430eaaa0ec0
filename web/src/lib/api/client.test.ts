import { afterEach, expect, test } from "vitest";

import { listNotices, readNotices } from "@/api/sdk.gen";
import { answering } from "@/lib/testing/server";

import { onSessionOver, setCsrfToken } from "./client";
import type { ApiProblem } from "./problem";

const NOTICES = { items: [], nextCursor: null, unreadCount: 0 };

afterEach(() => onSessionOver(null));

test("what changes something carries the session's token and the reader's language", async () => {
  const asked = answering({ "POST /notices/read": {} });
  setCsrfToken("secret");

  await readNotices({ body: { upToId: "1" }, throwOnError: true });

  expect(asked[0]?.headers.get("X-CSRF-Token")).toBe("secret");
  expect(asked[0]?.headers.get("Accept-Language")).toBe("zh-CN");
});

test("a refusal arrives as a problem with its code and sentence", async () => {
  answering({ "GET /notices": { status: 409, body: { code: "approvals.item.already_decided", detail: "林昭已经驳回" } } });

  const problem = await listNotices({ throwOnError: true }).catch((cause: unknown) => cause as ApiProblem);

  expect(problem).toMatchObject({ status: 409, code: "approvals.item.already_decided", message: "林昭已经驳回" });
});

test("a request outlives the end of its session: it waits for the sign-in and goes out again with what was typed", async () => {
  const asked = answering({ "POST /notices/read": [{ status: 401, body: { code: "api.session.over" } }, {}] });
  let asks = 0;
  onSessionOver(() => {
    asks += 1;
    setCsrfToken("fresh");
    return Promise.resolve();
  });

  await readNotices({ body: { upToId: "7" }, headers: { "Idempotency-Key": "k" }, throwOnError: true });

  expect(asks).toBe(1);
  expect(asked.map((request) => request.body)).toEqual([{ upToId: "7" }, { upToId: "7" }]);
  expect(asked.map((request) => request.headers.get("Idempotency-Key"))).toEqual(["k", "k"]);
  expect(asked[1]?.headers.get("X-CSRF-Token")).toBe("fresh");
});

test("a server that cannot be reached is a temporary problem", async () => {
  answering({ "GET /notices": { body: NOTICES } });
  globalThis.fetch = () => Promise.reject(new TypeError("network"));

  const problem = await listNotices({ throwOnError: true }).catch((cause: unknown) => cause as ApiProblem);

  expect(problem).toMatchObject({ status: 0, isTemporary: true });
});
