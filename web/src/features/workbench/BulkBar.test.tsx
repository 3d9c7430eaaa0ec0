import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";

import { answering } from "@/lib/testing/server";
import { Toasts } from "@/ui/act/Toasts";

import BulkBar from "./BulkBar";
import { bulk, itemRow } from "./testing";
import { useBulkOutcome } from "./useBulkOutcome";
import { useMarked } from "./useMarked";

beforeAll(async () => {
  await i18next.loadNamespaces(["workbench", "ui"]);
});

const ROWS = [
  itemRow({ id: "1", version: 4, title: "李明 年假 2 天", amount: 100.5 }),
  itemRow({ id: "2", version: 7, title: "王芳 年假 1 天", amount: 200 }),
];
function List({ missing }: { missing: string[] }) {
  const rows = ROWS.map((row) => ({ ...row, bulk: bulk({ missing }) }));
  const marked = useMarked(rows);
  const { tellOutcome, failures } = useBulkOutcome(rows, marked);
  return (
    <>
      <button onClick={() => marked.replace(["1", "2"])}>mark</button>
      <BulkBar marked={marked} rows={rows} onOpen={() => undefined} onDone={tellOutcome} />
      {failures}
    </>
  );
}

async function show(missing: string[] = []): Promise<void> {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Toasts>
        <List missing={missing} />
      </Toasts>
    </QueryClientProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "mark" }));
}

test("count and total are said, and one press decides every marked item with its version", async () => {
  const outcome = { ok: true, code: null, detail: null };
  const items = [{ itemId: "1", ...outcome }, { itemId: "2", ...outcome }];
  const asked = answering({ "POST /items/decisions": { body: { items } } });
  await show();

  expect(screen.getByText("已选 2 项")).toBeInTheDocument();
  expect(screen.getByText("合计 ¥300.50")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "同意 2 项" }));

  expect(await screen.findByText("已同意 2 项")).toBeInTheDocument();
  expect(asked.find(({ method }) => method === "POST")?.body).toEqual({
    action: "approve",
    items: [{ itemId: "1", version: 4 }, { itemId: "2", version: 7 }],
  });
  expect(screen.getByText("已选 0 项")).toBeInTheDocument();
});

test("the toast counts both outcomes and leads to what failed, which stays marked", async () => {
  const items = [
    { itemId: "1", ok: true, code: null, detail: null },
    { itemId: "2", ok: false, code: "approvals.item.is_decided", detail: "林昭在 16:04 已经驳回" },
  ];
  answering({ "POST /items/decisions": { body: { items } } });
  await show();

  await userEvent.click(screen.getByRole("button", { name: "同意 2 项" }));

  expect(await screen.findByText("已同意 1 项，1 项没办成")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "看原因" }));
  expect(screen.getByText("林昭在 16:04 已经驳回")).toBeInTheDocument();
  expect(screen.getByText("已选 1 项")).toBeInTheDocument();
});

test("rows with something required are named and can be left out", async () => {
  await show(["备案说明"]);

  expect(await screen.findAllByText("要填备案说明")).toHaveLength(2);
  expect(screen.getByRole("button", { name: "同意 2 项" })).toHaveAttribute("aria-disabled", "true");
  await userEvent.click(screen.getByRole("button", { name: "去掉这 2 项" }));
  expect(screen.getByText("已选 0 项")).toBeInTheDocument();
});

test("rejecting together asks for the opinion that the step wants", async () => {
  const items = ROWS.map(({ id }) => ({ itemId: id, ok: true, code: null, detail: null }));
  const asked = answering({ "POST /items/decisions": { body: { items } } });
  await show();

  await userEvent.click(screen.getByRole("button", { name: "驳回…" }));
  expect(screen.getByRole("button", { name: "驳回 2 项" })).toHaveAttribute("aria-disabled", "true");
  await userEvent.type(screen.getByLabelText("意见，必填"), "预算已用完");
  await userEvent.click(screen.getByRole("button", { name: "驳回 2 项" }));

  expect(await screen.findByText("已驳回 2 项")).toBeInTheDocument();
  expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({ action: "reject", comment: "预算已用完" });
});
