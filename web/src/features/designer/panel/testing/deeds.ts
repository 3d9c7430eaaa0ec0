/** What a person does in the panel, one deed for each kind of field, and the rows of the tables of settings. */
import { act, fireEvent, screen, within } from "@testing-library/react";
import i18next from "i18next";

const last = <Item>(items: readonly Item[]): Item => {
  const item = items.at(-1);
  if (!item) throw new Error("nothing there");
  return item;
};

const first = <Item>(items: readonly Item[]): Item => last(items.slice(0, 1));

export type Deed = () => void;

/** Words of the panel, by key: the test is about what can be set, not about how it is called. */
const translate = i18next.t.bind(i18next) as unknown as (key: string, values: Record<string, unknown>) => string;
const say = (key: string, values: Record<string, unknown> = {}): string => translate(key, { ns: "designer", ...values });

export const fill = (key: string, text: string): Deed => () => {
  const field = last(screen.getAllByLabelText(say(key)).filter((one) => one.matches("input, textarea")));
  act(() => field.focus());
  fireEvent.change(field, { target: { value: text } });
  fireEvent.blur(field);
};

/** Choose by the words' key, or by the text itself where the model brings it. */
export const pick = (key: string, option: string, group?: string): Deed => () => {
  const scope = group ? within(screen.getByRole("group", { name: say(group) })) : screen;
  fireEvent.mouseDown(last(scope.getAllByRole("combobox", { name: say(key) })));
  const lists = [...document.querySelectorAll<HTMLElement>(".ant-select-dropdown:not(.ant-select-dropdown-hidden)")];
  const wanted = i18next.exists(`designer:${option}`) ? say(option) : option;
  const found = [...last(lists).querySelectorAll<HTMLElement>(".ant-select-item-option")].find((one) => one.textContent === wanted);
  if (!found) throw new Error(`${say(key)} offers no ${wanted}`);
  fireEvent.click(found);
};

export const flip = (key: string): Deed => () => fireEvent.click(last(screen.getAllByRole("switch", { name: say(key) })));
export const press = (key: string): Deed => () => fireEvent.click(last(screen.getAllByRole("button", { name: say(key) })));
export const pressFirst = (key: string): Deed => () => fireEvent.click(first(screen.getAllByRole("button", { name: say(key) })));
export const mark = (key: string, values: Record<string, unknown>): Deed => () => fireEvent.click(screen.getByRole("radio", { name: say(key, values) }));

export interface Setting {
  /** What is set: a property of ours (`Step.mode`), or an attribute or element of BPMN. */
  sets: string;
  at: string;
  writes: string;
  deeds: readonly Deed[];
}

export const row = (sets: string, at: string, writes: string, ...deeds: readonly Deed[]): Setting => ({ sets, at, writes, deeds });

/** One line of a record that is added first. */
export const inRecord = (type: string, at: string, add: string, lines: readonly (readonly [string, string])[]): readonly Setting[] =>
  lines.map(([property, label]) => row(`${type}.${property}`, at, `${property}="=1"`, press(add), fill(label, "=1")));
