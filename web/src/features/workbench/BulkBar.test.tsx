import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";

import type { ItemAction } from "@/api/types.gen";
import { answering } from "@/lib/testing/server";
import { Toasts } from "@/ui/act/Toasts";

import BulkBar from "./BulkBar";
import { itemRow } from "./testing";
import { useBulkOutcome } from "./useBulkOutcome";
import { useMarked } from "./useMarked";

beforeAll(async () => {
  await i18next.loadNamespaces(["workbench", "ui"]);
});

const ROWS = [
  itemRow({ id: "1", version: 4, title: "李明 年假 2 天", amount: 100.5 }),
  itemRow({ id: "2", version: 7, title: "王芳 年假 1 天", amount: 200 }),
];
const ACTIONS = (["approve", "reject"] as const).map(
  (action): ItemAction => ({
    action,
    label: action,
    enabled: true,
    reason: null,
    needsComment: action === "reject",
    targets: [],
    reasonCategories: [],
  }),
);
const DETAILS = { "GET /items/1": { body: { actions: ACTIONS } }, "GET /items/2": { body: { actions: ACTIONS } } };

function List({ missing }: { missing: readonly string[] }) {
  const marked = useMarked(ROWS);
  const { tellOutcome, failures } = useBulkOutcome(ROWS, marked);
  return (
    <>
      <button onClick={() => marked.replace(["1", "2"])}>mark</button>
      <BulkBar marked={marked} rows={ROWS} missingIn={() => Promise.resolve(missing)} onOpen={() => undefined} onDone={tellOutcome} />
      {failures}
    </>
  );
}

async function show(missing: readonly string[] = []): Promise<void> {
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
  const asked = answering({ ...DETAILS, "POST /items/decisions": { body: { items } } });
  await show();

  expect(screen.getByText("已选 2 项")).toBeInTheDocument();
  expect(screen.getByText("合计 ¥300.50")).toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole("button", { name: "同意 2 项" })).not.toHaveAttribute("aria-disabled"));
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
  answering({ ...DETAILS, "POST /items/decisions": { body: { items } } });
  await show();
  await waitFor(() => expect(screen.getByRole("button", { name: "同意 2 项" })).not.toHaveAttribute("aria-disabled"));

  await userEvent.click(screen.getByRole("button", { name: "同意 2 项" }));

  expect(await screen.findByText("已同意 1 项，1 项没办成")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "看原因" }));
  expect(screen.getByText("林昭在 16:04 已经驳回")).toBeInTheDocument();
  expect(screen.getByText("已选 1 项")).toBeInTheDocument();
});

test("rows with something required are named and can be left out", async () => {
  answering(DETAILS);
  await show(["备案说明"]);

  expect(await screen.findAllByText("要填备案说明")).toHaveLength(2);
  expect(screen.getByRole("button", { name: "同意 2 项" })).toHaveAttribute("aria-disabled", "true");
  await userEvent.click(screen.getByRole("button", { name: "去掉这 2 项" }));
  expect(screen.getByText("已选 0 项")).toBeInTheDocument();
});

test("rejecting together asks for the opinion that the step wants", async () => {
  const items = ROWS.map(({ id }) => ({ itemId: id, ok: true, code: null, detail: null }));
  const asked = answering({ ...DETAILS, "POST /items/decisions": { body: { items } } });
  await show();
  await waitFor(() => expect(screen.getByRole("button", { name: "驳回…" })).not.toHaveAttribute("aria-disabled"));

  await userEvent.click(screen.getByRole("button", { name: "驳回…" }));
  expect(screen.getByRole("button", { name: "驳回 2 项" })).toHaveAttribute("aria-disabled", "true");
  await userEvent.type(screen.getByLabelText("意见，必填"), "预算已用完");
  await userEvent.click(screen.getByRole("button", { name: "驳回 2 项" }));

  expect(await screen.findByText("已驳回 2 项")).toBeInTheDocument();
  expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({ action: "reject", comment: "预算已用完" });
});
