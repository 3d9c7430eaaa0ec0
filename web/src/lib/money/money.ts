/** Money as text with digits: never a float, so that 0.10 stays 0.10. */
export type Amount = string | number;

export interface MoneyParts {
  isNegative: boolean;
  /** With thousands separators. */
  whole: string;
  /** Exactly two digits. */
  cents: string;
}

const PATTERN = /^(-?)(\d+)(?:\.(\d*))?$/;

/** Splits an amount for display and rounds half up to cents; null when it is not an amount. */
export function splitMoney(amount: Amount): MoneyParts | null {
  const match = PATTERN.exec(String(amount).trim());
  if (!match) return null;
  const [, sign = "", whole = "0", fraction = ""] = match;
  let cents = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0").slice(0, 2));
  if ((fraction[2] ?? "0") >= "5") cents += 1n;
  return {
    isNegative: sign === "-" && cents > 0n,
    whole: (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ","),
    cents: (cents % 100n).toString().padStart(2, "0"),
  };
}

/** `¥128,600.00`, negative with a true minus sign. */
export function formatMoney(amount: Amount, symbol = "¥"): string {
  const parts = splitMoney(amount);
  if (!parts) return String(amount);
  return `${parts.isNegative ? "\u2212" : ""}${symbol}${parts.whole}.${parts.cents}`;
}

/** Sum of amounts, exact; amounts that are none count nothing. */
export function sumMoney(amounts: Iterable<Amount>): string {
  let cents = 0n;
  for (const amount of amounts) {
    const parts = splitMoney(amount);
    if (!parts) continue;
    const value = BigInt(parts.whole.replaceAll(",", "")) * 100n + BigInt(parts.cents);
    cents += parts.isNegative ? -value : value;
  }
  const size = cents < 0n ? -cents : cents;
  return `${cents < 0n ? "-" : ""}${size / 100n}.${(size % 100n).toString().padStart(2, "0")}`;
}
