/** The colours of the product, light and dark. Feature code uses them as CSS variables (`var(--brand)`), never as hex. */
export interface Tokens {
  canvas: string;
  surface: string;
  sunken: string;
  raised: string;
  hover: string;
  selected: string;
  line: string;
  lineStrong: string;
  control: string;
  text: string;
  text2: string;
  text3: string;
  onBrand: string;
  brand: string;
  brandHover: string;
  brandTint: string;
  brandLine: string;
  brandText: string;
  green: string;
  greenTint: string;
  amber: string;
  amberTint: string;
  amberFill: string;
  red: string;
  redTint: string;
  redFill: string;
  violet: string;
  violetTint: string;
  slateTint: string;
  heat: readonly [string, string, string, string];
  shadow2: string;
  shadow3: string;
}

export const light: Tokens = {
  canvas: "#F3F5F5",
  surface: "#FFFFFF",
  sunken: "#F7F8F8",
  raised: "#FFFFFF",
  hover: "#F1F4F4",
  selected: "#E9F3F4",
  line: "#E6EAEA",
  lineStrong: "#D3D9DA",
  control: "#87959A",
  text: "#15211F",
  text2: "#4B5A5E",
  text3: "#5B6A6F",
  onBrand: "#FFFFFF",
  brand: "#0B6B78",
  brandHover: "#095863",
  brandTint: "#E4F1F2",
  brandLine: "#A9D2D7",
  brandText: "#0B6472",
  green: "#1F7547",
  greenTint: "#E6F4EB",
  amber: "#8F5500",
  amberTint: "#FDF2DC",
  amberFill: "#C27A0A",
  red: "#BE3326",
  redTint: "#FCEBE8",
  redFill: "#D1402F",
  violet: "#6548A6",
  violetTint: "#F0EBFA",
  slateTint: "#EDF0F0",
  heat: ["#EAF3F4", "#FBEFD5", "#F8D3A8", "#F2A999"],
  shadow2: "0 4px 16px rgba(16,32,32,.10),0 0 0 1px rgba(16,32,32,.05)",
  shadow3: "0 16px 48px rgba(16,32,32,.18),0 0 0 1px rgba(16,32,32,.06)",
};

export const dark: Tokens = {
  canvas: "#0C1214",
  surface: "#141B1E",
  sunken: "#10171A",
  raised: "#1B2427",
  hover: "#1C2528",
  selected: "#163035",
  line: "#263135",
  lineStrong: "#374449",
  control: "#7C8A8F",
  text: "#E7EDEE",
  text2: "#AAB7BB",
  text3: "#8B999E",
  onBrand: "#042A30",
  brand: "#55BCC9",
  brandHover: "#74CBD6",
  brandTint: "#123238",
  brandLine: "#24606B",
  brandText: "#6BC8D4",
  green: "#63C48D",
  greenTint: "#14301F",
  amber: "#E3AE5A",
  amberTint: "#33260F",
  amberFill: "#D79A35",
  red: "#F28577",
  redTint: "#3B1D1A",
  redFill: "#E0604F",
  violet: "#B9A2EE",
  violetTint: "#2A2340",
  slateTint: "#222C30",
  heat: ["#1C2F33", "#3A3620", "#5A3A1E", "#6B2A24"],
  shadow2: "0 4px 16px rgba(0,0,0,.45),0 0 0 1px rgba(255,255,255,.06)",
  shadow3: "0 16px 48px rgba(0,0,0,.6),0 0 0 1px rgba(255,255,255,.08)",
};

/** Chinese keeps its own full-width quotes and dashes: "Dj Latin" leaves them out (fonts.css). */
const FALLBACK =
  '"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif';

export const FONT = { "zh-CN": `"Dj Latin",${FALLBACK}`, "en-US": `"Dj Latin Full",${FALLBACK}` } as const;

/** `{"--brand": "#0B6B78", "--heat-1": …}`: the tokens as CSS variables. */
export function cssVariables(tokens: Tokens): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(tokens) as [string, string | readonly string[]][]) {
    const variable = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (typeof value === "string") variables[variable] = value;
    else value.forEach((shade, index) => (variables[`${variable}-${index + 1}`] = shade));
  }
  return variables;
}
