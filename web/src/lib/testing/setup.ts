import "@testing-library/jest-dom/vitest";

import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";

import { startI18n } from "@/lib/i18n/i18n";

/** jsdom lays nothing out: there is never a size to report. */
class NoSizes implements ResizeObserver {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}

if (!("ResizeObserver" in globalThis)) Object.assign(globalThis, { ResizeObserver: NoSizes });

beforeAll(async () => {
  await startI18n("zh-CN");
});

afterEach(cleanup);
