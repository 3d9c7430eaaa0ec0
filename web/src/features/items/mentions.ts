/** Whom somebody has named with "@" in this tab: the text keeps names, the server is told ids. */
const named = new Map<string, string>();

export function remember(name: string, id: string): void {
  named.set(name, id);
}

/** Ids of the people whose names stand in the text behind an "@". */
export const mentionedIn = (text: string): string[] =>
  [...named].filter(([name]) => text.includes(`@${name}`)).map(([, id]) => id);
