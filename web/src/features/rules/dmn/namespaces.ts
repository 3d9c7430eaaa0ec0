/**
 * We keep DMN 1.5; the editor's library knows 1.3 alone. What both can say differs in the namespaces only; what the
 * library cannot say is found before it is opened, and then the document is shown, not edited.
 */
const OURS = { model: "https://www.omg.org/spec/DMN/20230324/MODEL/", diagram: "https://www.omg.org/spec/DMN/20230324/DMNDI/" };
const EDITOR = { model: "https://www.omg.org/spec/DMN/20191111/MODEL/", diagram: "https://www.omg.org/spec/DMN/20191111/DMNDI/" };
const OTHERS = [
  OURS,
  { model: "https://www.omg.org/spec/DMN/20211108/MODEL/", diagram: "https://www.omg.org/spec/DMN/20211108/DMNDI/" },
  { model: "http://www.omg.org/spec/DMN/20180521/MODEL/", diagram: "http://www.omg.org/spec/DMN/20180521/DMNDI/" },
];

/** Boxed expressions of DMN 1.4 and 1.5, and logic that the editor would drop or cannot show. */
const UNKNOWN_TO_EDITOR = ["conditional", "filter", "for", "every", "some", "typeConstraint"];

export function toEditor(xml: string): string {
  return OTHERS.reduce(
    (text, { model, diagram }) => text.replaceAll(model, EDITOR.model).replaceAll(diagram, EDITOR.diagram),
    xml,
  );
}

export function fromEditor(xml: string): string {
  return xml.replaceAll(EDITOR.model, OURS.model).replaceAll(EDITOR.diagram, OURS.diagram);
}

/** The first element that the editor would lose; null when it can edit the document. */
export function lostInEditor(xml: string): string | null {
  return UNKNOWN_TO_EDITOR.find((name) => new RegExp(`<(\\w+:)?${name}[\\s>]`).test(xml)) ?? null;
}
