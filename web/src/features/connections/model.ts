import type { ConnectionBody, ConnectionView } from "@/api/types.gen";

/** What a new connection begins with. */
export const EMPTY: ConnectionBody = {
  key: "",
  name: "",
  nameEn: "",
  kind: "rest",
  baseUrl: "",
  authentication: { kind: "none", user: "", header: "", tokenUrl: "", scope: "" },
  headers: {},
  settings: {},
  allowedNetworks: [],
  maxRunning: 4,
  perMinute: 0,
  timeoutS: 30,
  subscriptions: [],
  secrets: {},
};

/** A connection as it is sent back; its secrets stay unless new ones are typed. */
export function bodyOf(view: ConnectionView): ConnectionBody {
  return {
    key: view.key,
    name: view.name,
    nameEn: view.nameEn,
    kind: view.kind,
    baseUrl: view.baseUrl,
    authentication: view.authentication,
    headers: view.headers,
    settings: view.settings,
    allowedNetworks: view.allowedNetworks,
    maxRunning: view.maxRunning,
    perMinute: view.perMinute,
    timeoutS: view.timeoutS,
    subscriptions: view.subscriptions,
    secrets: {},
  };
}

/** One network a line, or with commas between. */
export const networksOf = (text: string): string[] => text.split(/[\s,，]+/).filter((part) => part !== "");
