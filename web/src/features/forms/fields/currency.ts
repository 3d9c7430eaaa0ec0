const SIGNS: Readonly<Record<string, string>> = { CNY: "¥", USD: "US$", EUR: "€", HKD: "HK$", JPY: "JP¥", GBP: "£" };

/** The sign before an amount; a currency without one keeps its code. */
export function currencySign(currency: string | undefined): string {
  return SIGNS[currency ?? "CNY"] ?? currency ?? "¥";
}
