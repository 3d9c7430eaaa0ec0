import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";

import type { IncidentRow } from "@/api/types.gen";
import { answering } from "@/lib/testing/server";
import { Toasts } from "@/ui/act/Toasts";

import { IncidentsPage } from "./Incidents.page";

beforeAll(async () => {
  await i18next.loadNamespaces(["incidents", "ui"]);
});

const incident = (given: Partial<IncidentRow>): IncidentRow => ({
  id: "1",
  at: "2026-11-24T06:00:00Z",
  code: "connectors.call.failed",
  detail: "接口返回 503",
  instanceId: "9",
  number: "CG-2026-1163",
  title: "采购轴承",
  processKey: "purchase",
  processName: "采购申请",
  elementId: "sync",
  elementName: "订单同步到 ERP",
  version: 12,
  attempts: 8,
  cause: { key: "connection/erp/503", kind: "connection", title: "erp 接口返回 503", connection: "erp" },
  mayRetry: true,
  mayOperate: true,
  ...given,
});

const ROWS = [
  incident({}),
  incident({ id: "2", number: "BX-2026-3301", code: "engine.expression.failed", detail: "缺少科目", mayRetry: false, cause: { key: "data/7/post", kind: "data", title: "缺少科目", connection: null } }),
  incident({ id: "3", number: "CG-2026-1171" }),
];
const listed = (items: readonly IncidentRow[]) => ({ body: { items, nextCursor: null, openCount: items.length, counts: { failed: items.length, stuck: 3, overdue: 14, running: 1307 } } });

function show(): void {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Toasts>
        <IncidentsPage Link={({ instanceId, label, children }) => <a href={`/requests/${instanceId}`} aria-label={label}>{children}</a>} />
      </Toasts>
    </QueryClientProvider>,
  );
}

test("incidents of one cause stand together, each with its sentence and the way to its request", async () => {
  answering({ "GET /incidents": listed(ROWS) });
  show();

  expect(await screen.findByText("需要人处理的 3 项")).toBeInTheDocument();
  const [, connection, data] = screen.getAllByRole("rowgroup").map((group) => within(group));
  expect(connection?.getByText("erp 接口返回 503")).toBeInTheDocument();
  expect(connection?.getByRole("button", { name: "重试 2 项" })).toBeInTheDocument();
  expect(screen.getByText("1,307")).toBeInTheDocument();
  expect(connection?.getAllByText("接口返回 503")).toHaveLength(2);
  expect(connection?.getByRole("link", { name: "CG-2026-1171" })).toHaveAttribute("href", "/requests/9");
  expect(data?.getAllByText("缺少科目")).toHaveLength(2);
  expect(data?.queryByRole("button", { name: "重试" })).toBeNull();
});

test("a retry says what happens before it is sent, and the list is read anew", async () => {
  const asked = answering({
    "GET /incidents": [listed(ROWS.slice(0, 1)), listed([])],
    "POST /incidents/1/retry": {},
  });
  show();

  await userEvent.click(await screen.findByRole("button", { name: "重试" }));
  const sheet = within(await screen.findByRole("dialog"));
  expect(sheet.getByText("“订单同步到 ERP”再做一次，成功后流程接着往下走。")).toBeInTheDocument();
  expect(asked.some(({ method }) => method === "POST")).toBe(false);
  await userEvent.click(sheet.getByRole("button", { name: "重试" }));

  expect(await screen.findByText("没有异常")).toBeInTheDocument();
  expect(screen.getByText("CG-2026-1163 的“订单同步到 ERP”已重新开始")).toBeInTheDocument();
  expect(asked.find(({ method }) => method === "POST")?.headers.get("Idempotency-Key")).toBeTruthy();
});

test("who may not see incidents is told so", async () => {
  answering({ "GET /incidents": { status: 403, body: { code: "identity.permission.missing", detail: "没有权限" } } });
  show();

  expect(await screen.findByText("看不了异常")).toBeInTheDocument();
});

test("a failing server is named and asked again", async () => {
  answering({ "GET /incidents": [{ status: 503, body: { code: "api.busy", detail: "系统正忙" } }, listed(ROWS)] });
  show();

  expect(await screen.findByText("系统正忙")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "再试一次" }));
  expect(await screen.findByText("CG-2026-1163")).toBeInTheDocument();
});

test("a refused retry says why and reads the list anew", async () => {
  answering({
    "GET /incidents": [listed(ROWS.slice(0, 1)), listed([])],
    "POST /incidents/1/retry": { status: 409, body: { code: "runtime.incident.resolved", detail: "这一项已经处理好了" } },
  });
  show();

  await userEvent.click(await screen.findByRole("button", { name: "重试" }));
  await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "重试" }));

  expect(await screen.findByText("这一项已经处理好了")).toBeInTheDocument();
  expect(await screen.findByText("没有异常")).toBeInTheDocument();
});

test("all incidents of one cause are tried again, each with its own key, and both outcomes are told", async () => {
  const asked = answering({
    "GET /incidents": [listed(ROWS), listed([])],
    "POST /incidents/1/retry": {},
    "POST /incidents/3/retry": { status: 409, body: { code: "runtime.incident.resolved", detail: "这一项已经处理好了" } },
  });
  show();

  await userEvent.click(await screen.findByRole("button", { name: "重试 2 项" }));
  await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "重试 2 项" }));

  expect(await screen.findByText("1 项已重新开始，1 项没成：这一项已经处理好了")).toBeInTheDocument();
  const keys = asked.filter(({ method }) => method === "POST").map(({ headers }) => headers.get("Idempotency-Key"));
  expect(new Set(keys).size).toBe(2);
});

test("one looks for an incident by number, step or message", async () => {
  answering({ "GET /incidents": listed(ROWS) });
  show();

  await userEvent.type(await screen.findByRole("searchbox"), "科目");

  expect(await screen.findByText("BX-2026-3301")).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByText("CG-2026-1163")).toBeNull());
});
