/** Times of the model (ISO 8601 on a clock) as a number and a unit people choose. */

/** `minutes`, `hours`, `days`: on the wall clock; `workingHours`: the handler's working time; `dayHours`: hours of
 * working days, 24 a day (calendar DAY24), so that 24 is "the same time on the next working day". */
export const UNITS = ["workingHours", "dayHours", "hours", "days", "minutes"] as const;

export type Unit = (typeof UNITS)[number];

export interface Amount {
  count: number;
  unit: Unit;
}

const DAY24 = "calendar:DAY24";

const WRITTEN: Readonly<Record<Unit, { pattern: RegExp; write: (count: number) => string; clock: string }>> = {
  workingHours: { pattern: /^PT(\d+(?:\.\d+)?)H$/, write: (count) => `PT${count}H`, clock: "working" },
  dayHours: { pattern: /^PT(\d+(?:\.\d+)?)H$/, write: (count) => `PT${count}H`, clock: DAY24 },
  hours: { pattern: /^PT(\d+(?:\.\d+)?)H$/, write: (count) => `PT${count}H`, clock: "clock" },
  days: { pattern: /^P(\d+)D$/, write: (count) => `P${count}D`, clock: "clock" },
  minutes: { pattern: /^PT(\d+)M$/, write: (count) => `PT${count}M`, clock: "clock" },
};

/** The amount and unit of a time; null when it is more than that (an expression, a mixed duration, another calendar). */
export function readAmount(duration: string, clock: string): Amount | null {
  for (const unit of UNITS) {
    const { pattern, clock: its } = WRITTEN[unit];
    const match = its === (clock || "clock") ? pattern.exec(duration) : null;
    if (match) return { count: Number(match[1]), unit };
  }
  return null;
}

export function writeAmount({ count, unit }: Amount): { duration: string; clock: string } {
  return { duration: WRITTEN[unit].write(count), clock: WRITTEN[unit].clock };
}
