/** Cascaded choices as an indented list: what stands further in belongs to the line above. */
import type { Option } from "@/lib/forms/model";

import { without } from "./edits";

const INDENT = "  ";

export function outlineOf(options: readonly Option[], depth = 0): string {
  return options
    .flatMap((option) => [`${INDENT.repeat(depth)}${option.label}`, ...(option.children?.length ? [outlineOf(option.children, depth + 1)] : [])])
    .join("\n");
}

interface Line {
  label: string;
  indent: number;
}

/** The choices of an outline; a choice that was there before under the same name keeps its value and translation. */
export function optionsFromOutline(text: string, before: readonly Option[]): readonly Option[] {
  const lines = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({ label: line.trim(), indent: (/^\s*/.exec(line)?.[0] ?? "").replaceAll("\t", INDENT).length }));
  return within(lines, before);
}

function within(lines: readonly Line[], before: readonly Option[]): readonly Option[] {
  const [first] = lines;
  if (!first) return [];
  const options: Option[] = [];
  const starts = lines.flatMap((line, index) => (line.indent <= first.indent ? [index] : []));
  starts.forEach((start, number) => {
    const line = lines[start];
    if (!line) return;
    const known = before.find((option) => option.label === line.label);
    const children = within(lines.slice(start + 1, starts[number + 1]), known?.children ?? []);
    const own: Option = known ? without(known, "children") : { value: line.label, label: line.label };
    options.push(children.length > 0 ? { ...own, children } : own);
  });
  return options;
}
