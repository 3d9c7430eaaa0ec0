/** Notes on a form: lines as their author typed them, grouped into what they are. */
export interface TextBlock {
  kind: "heading" | "list" | "paragraph";
  lines: readonly string[];
}

const HEADING = /^#{1,6}\s+/;
const BULLET = /^[-*]\s+/;

function kindOf(line: string): TextBlock["kind"] {
  if (HEADING.test(line)) return "heading";
  return BULLET.test(line) ? "list" : "paragraph";
}

/** Headings stand alone, lines of a list and of a paragraph belong together until an empty line. */
export function blocksOf(text: string): readonly TextBlock[] {
  const blocks: { kind: TextBlock["kind"]; lines: string[] }[] = [];
  let isApart = true;
  for (const line of text.split("\n")) {
    const last = blocks.at(-1);
    const kind = kindOf(line);
    const own = line.replace(kind === "heading" ? HEADING : kind === "list" ? BULLET : "", "");
    if (line.trim() === "") isApart = true;
    else if (last?.kind === kind && kind !== "heading" && !isApart) last.lines.push(own);
    else {
      blocks.push({ kind, lines: [own] });
      isApart = false;
    }
  }
  return blocks;
}
