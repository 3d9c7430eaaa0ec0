/** Figures under a table: sums of money are exact, whatever the number of rows. */
import type { FormValues, Total } from "@/lib/forms/model";
import { sumMoney } from "@/lib/money/money";

const amountOf = (value: unknown): string | null =>
  typeof value === "number" || (typeof value === "string" && value.trim() !== "") ? String(value) : null;

/** The figure of a total, as digits; "" when there is nothing to count. */
export function totalOf(total: Total, rows: readonly FormValues[]): string {
  const amounts = rows.map((row) => amountOf(row[total.column])).filter((amount) => amount !== null);
  switch (total.kind ?? "sum") {
    case "count":
      return String(amounts.length);
    case "average":
      return amounts.length > 0 ? String(Number((Number(sumMoney(amounts)) / amounts.length).toFixed(2))) : "";
    case "min":
      return amounts.length > 0 ? String(Math.min(...amounts.map(Number))) : "";
    case "max":
      return amounts.length > 0 ? String(Math.max(...amounts.map(Number))) : "";
    case "sum":
      return sumMoney(amounts);
  }
}
