import i18next from "i18next";
import { describe, expect, test } from "vitest";

import { changeLanguage } from "@/lib/i18n/i18n";

import { duration, fullStamp, moment, pastMoment, stamp } from "./dates";
import { pressure } from "./pressure";

const NOW = new Date("2026-11-24T16:05:00");
const t = i18next.getFixedT(null, "ui");
const at = (text: string) => new Date(text);

describe("moments in Chinese", () => {
  test.each([
    ["2026-11-24T15:30:00", "35 分钟前"],
    ["2026-11-24T14:10:00", "今天 14:10"],
    ["2026-11-23T19:30:00", "昨天 19:30"],
    ["2026-11-20T19:30:00", "周五 19:30"],
    ["2026-11-03T09:12:00", "11月3日 09:12"],
    ["2025-11-03T09:12:00", "2025年11月3日 09:12"],
  ])("%s is %s", (text, words) => {
    expect(pastMoment(at(text), NOW, t)).toBe(words);
  });

  test("a stamp names day, weekday and time", () => {
    expect(stamp(at("2026-11-23T14:20:00"), NOW, t)).toBe("11月23日 周一 14:20");
    expect(fullStamp(at("2026-11-23T14:20:05"), t)).toBe("2026年11月23日 周一 14:20:05");
  });

  test.each([
    [20, "不到 1 分钟"],
    [42 * 60, "42 分"],
    [95 * 60, "1 小时 35 分"],
    [3 * 3600, "3 小时"],
    [27 * 3600, "1 天 3 小时"],
  ])("%s seconds took %s", (seconds, words) => {
    expect(duration(seconds, t)).toBe(words);
  });
});

test("moments in English", async () => {
  await changeLanguage("en-US");
  expect(stamp(at("2026-11-23T14:20:00"), NOW, t)).toBe("Mon, Nov 23, 14:20");
  expect(moment(at("2026-11-24T14:10:00"), NOW, t)).toBe("today 14:10");
  expect(moment(at("2026-11-20T19:30:00"), NOW, t)).toBe("Fri 19:30");
  expect(duration(95 * 60, t)).toBe("1 h 35 min");
  await changeLanguage("zh-CN");
});

describe("time pressure", () => {
  test.each([
    ["2026-11-24T13:00:00", "overdue"],
    ["2026-11-24T18:00:00", "today"],
    ["2026-11-26T18:00:00", "week"],
    ["2026-11-29T23:00:00", "week"],
    ["2026-11-30T09:00:00", "later"],
  ])("due %s is %s", (text, group) => {
    expect(pressure(at(text), NOW)).toBe(group);
  });

  test("what has no deadline is for later", () => {
    expect(pressure(null, NOW)).toBe("later");
  });
});
