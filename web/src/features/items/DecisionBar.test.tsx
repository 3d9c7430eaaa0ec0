import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { createRef, useState } from "react";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { Decided, ItemAction } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import type { FormHandle, FormValues } from "@/lib/forms/slot";
import { answering } from "@/lib/testing/server";
import { Toasts } from "@/ui/act/Toasts";

import { DecisionBar } from "./DecisionBar";
import { action, itemDetail, person } from "./testing";

const APPROVE = action("approve", "同意");
const DECIDED: Decided = {
  itemId: "7",
  state: "approved",
  version: 4,
  instanceId: "9",
  wentTo: "交给人事",
  mayTakeBack: true,
  nextId: "8",
};

const onDone = vi.fn<(decided: Decided) => void>();
const onProblem = vi.fn<(problem: ApiProblem, comment: string) => void>();

beforeAll(async () => {
  await i18next.loadNamespaces("items");
});

beforeEach(() => {
  vi.clearAllMocks();
});

function Bar({ actions, values }: { actions: ItemAction[]; values: FormValues | null }) {
  const [comment, setComment] = useState("");
  const form = createRef<FormHandle>();
  form.current = { submit: () => values, values: () => ({}), showProblems: () => undefined, focusField: () => undefined };
  return (
    <DecisionBar
      detail={itemDetail(actions)}
      form={form}
      comment={comment}
      onComment={setComment}
      onDone={onDone}
      onProblem={onProblem}
      onBack={() => undefined}
      isOneLine={false}
      hasHints
    />
  );
}

function show(actions: ItemAction[], values: FormValues | null = {}): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Toasts>
        <Bar actions={actions} values={values} />
      </Toasts>
    </QueryClientProvider>,
  );
}

test("only what the server allows is offered, and what is off says why", () => {
  answering({});
  show([APPROVE, action("reject", "驳回", { enabled: false, reason: "这一步不能驳回" })]);

  expect(screen.getByRole("button", { name: "同意" })).toBeEnabled();
  expect(screen.getByRole("button", { name: "驳回" })).toHaveAttribute("aria-disabled", "true");
  expect(screen.getByRole("button", { name: "驳回" })).toHaveAttribute("title", "这一步不能驳回");
  expect(screen.queryByRole("button", { name: "退回" })).not.toBeInTheDocument();
});

test("A approves with opinion, version and form; then it says where it went, with a way back", async () => {
  const asked = answering({ "POST /items/7/decisions": { body: DECIDED } });
  show([APPROVE], { hr_note: "已备案" });

  await userEvent.type(screen.getByLabelText("写意见"), "同意休假");
  fireEvent.keyDown(document.body, { key: "a" });

  await waitFor(() => expect(onDone).toHaveBeenCalledWith(DECIDED));
  expect(asked[0]?.body).toEqual({ action: "approve", version: 3, comment: "同意休假", values: { hr_note: "已备案" } });
  expect(asked[0]?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
  expect(screen.getByRole("status")).toHaveTextContent("已同意，交给人事");
  expect(screen.getByRole("button", { name: "撤回" })).toBeInTheDocument();
});

test("a double press is one decision", async () => {
  const asked = answering({ "POST /items/7/decisions": { body: DECIDED } });
  show([APPROVE]);

  await userEvent.dblClick(screen.getByRole("button", { name: "同意" }));

  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(asked).toHaveLength(1);
  expect(onDone).toHaveBeenCalledTimes(1);
});

test("a form with something missing is not sent", async () => {
  const asked = answering({});
  show([APPROVE], null);

  await userEvent.click(screen.getByRole("button", { name: "同意" }));

  expect(asked).toEqual([]);
});

test("a required opinion gets the focus instead of an approval without it", async () => {
  const asked = answering({});
  show([action("approve", "同意", { needsComment: true })]);

  await userEvent.click(screen.getByRole("button", { name: "同意" }));

  expect(screen.getByLabelText("写意见")).toHaveFocus();
  expect(asked).toEqual([]);
});

test("returning says beforehand what it does, and names the person on the button", async () => {
  const asked = answering({
    "GET /items/7/consequences": { body: { sentences: [{ kind: "removed", text: "林昭的待办撤下" }] } },
    "POST /items/7/decisions": { body: { ...DECIDED, state: "returned", wentTo: null, mayTakeBack: false } },
  });
  const target = { elementId: "apply", name: "提交申请", person: person("21", "李明"), comeBack: ["rerun" as const] };
  show([action("return", "退回", { needsComment: true, targets: [target] })]);

  await userEvent.click(screen.getByRole("button", { name: "退回" }));
  expect(await screen.findByText("林昭的待办撤下")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "退回给李明" })).toHaveAttribute("aria-disabled", "true");
  await userEvent.type(screen.getByLabelText("意见，必填"), "写清原因");
  await userEvent.click(screen.getByRole("button", { name: "退回给李明" }));

  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(asked.find((request) => request.method === "POST")?.body).toEqual({
    action: "return",
    version: 3,
    comment: "写清原因",
    returnTo: "apply",
    comeBack: "rerun",
  });
});

test("when somebody was faster, the page gets the message and what was written", async () => {
  answering({ "POST /items/7/decisions": { status: 409, body: { code: "x", detail: "林昭在 16:04 已经驳回" } } });
  show([APPROVE]);

  await userEvent.type(screen.getByLabelText("写意见"), "我同意");
  await userEvent.click(screen.getByRole("button", { name: "同意" }));

  await waitFor(() => expect(onProblem).toHaveBeenCalled());
  expect(onProblem.mock.calls[0]?.[0]).toMatchObject({ status: 409, message: "林昭在 16:04 已经驳回" });
  expect(onProblem.mock.calls[0]?.[1]).toBe("我同意");
});
