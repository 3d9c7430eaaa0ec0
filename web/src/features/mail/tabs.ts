export const TABS = ["channel", "templates", "log"] as const;

export type MailTab = (typeof TABS)[number];
