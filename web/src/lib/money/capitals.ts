import { type Amount, splitMoney } from "./money";

const DIGITS = [..."零壹贰叁肆伍陆柒捌玖"];
const PLACES = ["", "拾", "佰", "仟"];
const SECTIONS = ["", "万", "亿", "万亿", "亿亿"];

function section(four: string): string {
  let text = "";
  let isZeroOpen = false;
  [...four].forEach((digit, index) => {
    if (digit === "0") {
      isZeroOpen = text !== "";
      return;
    }
    text += `${isZeroOpen ? "零" : ""}${DIGITS[Number(digit)] ?? ""}${PLACES[four.length - 1 - index] ?? ""}`;
    isZeroOpen = false;
  });
  return text;
}

function whole(digits: string): string {
  let text = "";
  let isZeroOpen = false;
  const padded = digits.padStart(Math.ceil(digits.length / 4) * 4, "0");
  const count = padded.length / 4;
  for (let index = 0; index < count; index += 1) {
    const four = padded.slice(index * 4, index * 4 + 4);
    if (four === "0000") {
      isZeroOpen = text !== "";
      continue;
    }
    const zero = text !== "" && (isZeroOpen || four.startsWith("0")) ? "零" : "";
    text += `${zero}${section(four)}${SECTIONS[count - 1 - index] ?? ""}`;
    isZeroOpen = false;
  }
  return text;
}

/** `128600` -> 壹拾贰万捌仟陆佰元整, as cheques and vouchers in China write amounts. */
export function moneyInCapitals(amount: Amount): string {
  const parts = splitMoney(amount);
  if (!parts) return "";
  const yuan = whole(parts.whole.replaceAll(",", ""));
  const [jiao, fen] = [Number(parts.cents[0]), Number(parts.cents[1])];
  let text = yuan ? `${yuan}元` : "";
  if (jiao === 0 && fen === 0) text = `${yuan || "零"}元整`;
  else {
    if (jiao > 0) text += `${DIGITS[jiao] ?? ""}角`;
    else if (yuan) text += "零";
    text += fen > 0 ? `${DIGITS[fen] ?? ""}分` : "整";
  }
  return `${parts.isNegative ? "负" : ""}${text}`;
}
