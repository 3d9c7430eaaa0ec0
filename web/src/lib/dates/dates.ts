import type { TFunction } from "i18next";

type Words = TFunction;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const two = (value: number) => String(value).padStart(2, "0");

export const clock = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;

const midnight = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** Calendar days from `now` to `at`: yesterday is -1. Daylight saving days have 23 or 25 hours, hence rounding. */
export const daysFrom = (now: Date, at: Date): number => Math.round((midnight(at) - midnight(now)) / DAY_MS);

const WEEKDAYS = ["0", "1", "2", "3", "4", "5", "6"] as const;

export const weekday = (at: Date, t: Words): string => t(`date.weekday.${WEEKDAYS[at.getDay()] ?? "0"}`);

const MONTHS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"] as const;

const month = (at: Date, t: Words): string => t(`date.month.${MONTHS[at.getMonth()] ?? "1"}`);

const dayOfYear = (at: Date, t: Words): string =>
  t("date.dayOfYear", { year: at.getFullYear(), month: month(at, t), day: at.getDate() });

function monthDay(at: Date, now: Date, t: Words): string {
  if (at.getFullYear() !== now.getFullYear()) return dayOfYear(at, t);
  return t("date.day", { month: month(at, t), day: at.getDate() });
}

/** When something happened, as people say it: 35 分钟前, 今天 14:10, 周一 19:30, 11月3日 09:12. */
export function pastMoment(at: Date, now: Date, t: Words): string {
  const passed = now.getTime() - at.getTime();
  if (passed >= 0 && passed < MINUTE_MS) return t("date.justNow");
  if (passed >= 0 && passed < HOUR_MS) return t("date.minutesAgo", { count: Math.floor(passed / MINUTE_MS) });
  return moment(at, now, t);
}

/** A moment with its time of day, near ones by name: 今天 14:10, 周一 19:30, 11月3日 09:12. */
export function moment(at: Date, now: Date, t: Words): string {
  const days = daysFrom(now, at);
  const time = clock(at);
  if (days === 0) return t("date.todayAt", { time });
  if (days === -1) return t("date.yesterdayAt", { time });
  if (days === 1) return t("date.tomorrowAt", { time });
  if (Math.abs(days) < 7) return t("date.weekdayAt", { weekday: weekday(at, t), time });
  return t("date.dayAt", { day: monthDay(at, now, t), time });
}

/** A day: 今天, 周四, 12月1日. */
export function day(at: Date, now: Date, t: Words): string {
  const days = daysFrom(now, at);
  if (days === 0) return t("date.today");
  if (days === -1) return t("date.yesterday");
  if (days === 1) return t("date.tomorrow");
  if (Math.abs(days) < 7) return weekday(at, t);
  return monthDay(at, now, t);
}

/** Date, weekday and time in one: 11月23日 周一 14:20; Mon, Nov 23, 14:20. */
export function stamp(at: Date, now: Date, t: Words): string {
  return t("date.stamp", { day: monthDay(at, now, t), weekday: weekday(at, t), time: clock(at) });
}

/** Everything about a moment, for tooltips. */
export function fullStamp(at: Date, t: Words): string {
  const time = `${clock(at)}:${two(at.getSeconds())}`;
  return t("date.stamp", { day: dayOfYear(at, t), weekday: weekday(at, t), time });
}

/** How long something took: 42 分, 1 小时 35 分, 3 天. */
export function duration(seconds: number, t: Words): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return t("date.underAMinute");
  if (minutes < 60) return t("date.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    const rest = minutes % 60;
    const whole = t("date.hours", { count: hours });
    return rest === 0 || hours >= 10 ? whole : t("date.both", { first: whole, second: t("date.minutes", { count: rest }) });
  }
  const days = Math.floor(hours / 24);
  const rest = hours % 24;
  const whole = t("date.days", { count: days });
  return rest === 0 || days >= 3 ? whole : t("date.both", { first: whole, second: t("date.hours", { count: rest }) });
}

/** Its largest unit alone, for narrow places: 逾期 3 小时. */
export function roughDuration(seconds: number, t: Words): string {
  const minutes = Math.max(1, Math.floor(seconds / 60));
  if (minutes < 60) return t("date.minutes", { count: minutes });
  if (minutes < 24 * 60) return t("date.hours", { count: Math.floor(minutes / 60) });
  return t("date.days", { count: Math.floor(minutes / (24 * 60)) });
}

/** A moment or a name as the beginning of a line: Today 14:10. Chinese has no capitals. */
export const asBeginning = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
