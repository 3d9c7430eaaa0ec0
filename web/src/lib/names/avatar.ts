const HAN = /\p{Script=Han}/u;

/** What stands in the avatar: the last two characters of a Chinese name, the last one when small; initials otherwise. */
export function avatarText(name: string, isSmall: boolean): string {
  const trimmed = name.trim();
  if (HAN.test(trimmed)) return [...trimmed].slice(isSmall ? -1 : -2).join("");
  const words = trimmed.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0]?.[0], words.at(-1)?.[0]] : [words[0]?.[0]];
  return letters.join("").toUpperCase();
}

export const TINTS = 6;

/** The same person has the same tint everywhere. */
export function avatarTint(key: string): number {
  let hash = 0;
  for (const letter of key) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return hash % TINTS;
}
