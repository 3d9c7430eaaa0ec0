import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { useEffect } from "react";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import type { AccessByField, Evaluate, FormProblem, FormSchema, FormValues } from "@/lib/forms/model";

import { FormView } from "./FormView";
import type { FormMode } from "./scene";
import { type FormServices, FormServicesProvider } from "./services";
import { type FormController, useFormController } from "./useFormController";

const LEAVE: FormSchema = {
  type: "default",
  id: "leave",
  components: [
    { key: "start_on", type: "datetime", subtype: "date", dateLabel: "开始日期", validate: { required: true } },
    { key: "days", type: "number", label: "天数", dj: { compute: "=working_days(start_on)", label: { "en-US": "Days" } } },
    { key: "reason", type: "textarea", label: "事由", validate: { required: true, maxLength: 500 } },
    { key: "urgent", type: "checkbox", label: "加急" },
    { key: "note", type: "textfield", label: "说明", conditional: { hide: "=not(urgent)" } },
    {
      key: "items",
      type: "detail",
      label: "明细",
      components: [
        { key: "what", type: "textfield", label: "物料", validate: { required: true } },
        { key: "amount", type: "money", label: "金额" },
      ],
      dj: { totals: [{ column: "amount", capitals: true }] },
    },
    { key: "hr_note", type: "textarea", label: "备案说明" },
  ],
  dj: { rules: [{ id: "enough", check: "=days <= available(type)", field: "days", message: { "zh-CN": "余额不足" } }] },
};

const SERVICES: FormServices = {
  searchPeople: () => Promise.resolve([]),
  findPeople: () => Promise.resolve([]),
  listDepartments: () => Promise.resolve([]),
  uploadFile: () => Promise.reject(new Error("no uploads here")),
  findFiles: () => Promise.resolve([]),
  fileUrl: (id) => `/files/${id}`,
};

interface Given {
  values?: FormValues;
  access?: AccessByField;
  evaluate?: Evaluate;
  mode?: FormMode;
  language?: "zh-CN" | "en-US";
}

const seen: { form: FormController | null } = { form: null };

/** The controller as of the last render. */
function current(): FormController {
  if (!seen.form) throw new Error("nothing is shown yet");
  return seen.form;
}

function Form({ values = {}, access, evaluate, mode = "fill", language = "zh-CN" }: Given) {
  const form = useFormController({ schema: LEAVE, initialValues: values, ...(access && { access }), ...(evaluate && { evaluate }) });
  useEffect(() => {
    seen.form = form;
  });
  return <FormView {...form} mode={mode} language={language} stepTitle="HR备案" />;
}

function show(given: Given = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <QueryClientProvider client={client}>
      <FormServicesProvider value={SERVICES}>
        <Form {...given} />
      </FormServicesProvider>
    </QueryClientProvider>,
  );
}

beforeAll(() => i18next.loadNamespaces("forms"));

beforeEach(() => {
  seen.form = null;
});

describe("filling in", () => {
  test("a missing value is said once its field was left, not before", async () => {
    show();
    const reason = screen.getByRole("textbox", { name: "事由" });
    expect(screen.queryByText("还没有填")).toBeNull();

    await userEvent.click(reason);
    await userEvent.tab();

    expect(await screen.findByText("还没有填")).toBeInTheDocument();
  });

  test("sending shows everything that is missing and gives no values", () => {
    show();

    let values: FormValues | null = {};
    act(() => {
      values = current().submit();
    });

    expect(values).toBeNull();
    expect(screen.getAllByText("还没有填")).toHaveLength(2);
  });

  test("a condition shows its field and what was typed there survives being hidden", async () => {
    show();
    await userEvent.click(screen.getByRole("checkbox", { name: "加急" }));
    await userEvent.type(screen.getByRole("textbox", { name: "说明" }), "今天要");
    await userEvent.click(screen.getByRole("checkbox", { name: "加急" }));
    expect(screen.queryByRole("textbox", { name: "说明" })).toBeNull();

    await userEvent.click(screen.getByRole("checkbox", { name: "加急" }));

    expect(screen.getByRole("textbox", { name: "说明" })).toHaveValue("今天要");
  });

  test("a problem of the server stands at its field until the field changes", async () => {
    show({ values: { reason: "x" } });
    const refusal: FormProblem = { path: "/reason", code: "x.y", severity: "error", params: {}, detail: "事由太笼统" };

    act(() => current().showProblems([refusal]));
    expect(screen.getByText("事由太笼统")).toBeInTheDocument();

    await userEvent.type(screen.getByRole("textbox", { name: "事由" }), "回老家");
    expect(screen.queryByText("事由太笼统")).toBeNull();
  });

  test("rows are added, calculated and removed", async () => {
    show();
    await userEvent.click(screen.getByRole("button", { name: "添加一行" }));
    await userEvent.type(screen.getByRole("spinbutton", { name: "金额，第 1 行" }), "1200.5");
    await userEvent.tab();

    expect(screen.getByText("¥1,200.50")).toBeInTheDocument();
    expect(screen.getByText("壹仟贰佰元伍角整")).toBeInTheDocument();

    await userEvent.click(screen.getByRole("button", { name: "删掉第 1 行" }));
    expect(current().values["items"]).toEqual([]);
  });

  test("cells of a spreadsheet are pasted as rows", async () => {
    show({ values: { items: [{}] } });
    await userEvent.click(screen.getByRole("textbox", { name: "物料，第 1 行" }));

    await userEvent.paste("刀\t10\n柄\t2.5");

    expect(current().values["items"]).toEqual([
      { what: "刀", amount: "10" },
      { what: "柄", amount: "2.5" },
    ]);
  });
});

describe("asking the server", () => {
  test("only the answer to the last question counts", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const answers: { values: FormValues; answer: (days: number) => void; signal: AbortSignal }[] = [];
    const evaluate: Evaluate = (values, signal) =>
      new Promise((resolve) => {
        answers.push({ values, signal, answer: (days) => resolve({ computed: { days }, problems: [] }) });
      });
    show({ values: { start_on: "2026-03-10" }, evaluate });
    await waitFor(() => expect(answers).toHaveLength(1));

    act(() => current().onChange("start_on", "2026-03-11"));
    await waitFor(() => expect(answers).toHaveLength(2));
    act(() => answers[1]?.answer(3));
    act(() => answers[0]?.answer(9));

    await waitFor(() => expect(current().values["days"]).toBe(3));
    expect(answers[0]?.signal.aborted).toBe(true);
    expect(current().isAsking).toBe(false);
    vi.useRealTimers();
  });

  test("a rule broken at a calculated field is said as soon as what it depends on was changed", async () => {
    const problem: FormProblem = {
      path: "/days",
      code: "forms.rule.broken",
      severity: "error",
      params: { rule: "enough" },
      detail: "年假余额不足：申请 14 天，可用 8 天",
    };
    const evaluate: Evaluate = () => Promise.resolve({ computed: { days: 14 }, problems: [problem] });
    show({ values: { start_on: "2026-03-10" }, evaluate });
    await waitFor(() => expect(current().values["days"]).toBe(14));
    expect(screen.queryByText(/年假余额不足/)).toBeNull();

    act(() => current().onChange("start_on", "2026-03-11"));

    expect(await screen.findByText(/年假余额不足/)).toBeInTheDocument();
  });

  test("typing goes on while the server is away, and the form says so", async () => {
    show({ values: { start_on: "2026-03-10" }, evaluate: () => Promise.reject(new Error("away")) });

    await waitFor(() => expect(current().hasLostServer).toBe(true));

    await userEvent.type(screen.getByRole("textbox", { name: "事由" }), "回家");
    expect(current().values["reason"]).toBe("回家");
  });
});

describe("a step", () => {
  const STEP: AccessByField = {
    start_on: "read",
    days: "read",
    reason: "read",
    urgent: "read",
    note: "read",
    items: "hidden",
    hr_note: "edit",
  };
  const VALUES = { start_on: "2026-03-10", days: 3, reason: "回老家", urgent: false };

  test("what the step fills in comes first, the rest is plain text, hidden fields are not there", () => {
    show({ mode: "step", access: STEP, values: VALUES });

    const mine = screen.getByRole("region", { name: "HR备案" });
    expect(within(mine).getByRole("textbox", { name: "备案说明" })).toBeInTheDocument();
    expect(screen.getByText("2026年3月10日 周二")).toBeInTheDocument();
    expect(screen.getAllByRole("textbox")).toHaveLength(1);
    expect(screen.queryByText("明细")).toBeNull();
  });

  test("what was calculated before is not calculated again", () => {
    show({ mode: "step", access: STEP, values: VALUES });

    expect(current().values["days"]).toBe(3);
    expect(current().isAsking).toBe(false);
  });

  test("in English the labels are English where the form has them", () => {
    show({ mode: "read", access: STEP, values: VALUES, language: "en-US" });

    expect(screen.getByText("Days")).toBeInTheDocument();
    expect(screen.getByText("事由")).toBeInTheDocument();
  });
});
