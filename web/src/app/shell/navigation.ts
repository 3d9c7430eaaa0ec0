import {
  AtSign,
  Cable,
  CircleCheck,
  Inbox,
  Mail,
  ListTree,
  type LucideIcon,
  Network,
  Search,
  Send,
  Sheet,
  ScrollText,
  ShieldCheck,
  SlidersHorizontal,
  SquarePen,
  Table2,
  TriangleAlert,
  Workflow,
} from "lucide-react";

import type { BoxCounts } from "@/api/types.gen";

interface PageEntry {
  to: string;
  icon: LucideIcon;
  /** Keys that go there. */
  keys?: string;
  count?: (counts: BoxCounts) => number;
}

/** The pages that exist, by the key that the server gives in `navigation`; an entry without a page is not shown. */
export const PAGES = {
  todo: { to: "/todo", icon: Inbox, keys: "g t", count: (counts: BoxCounts) => counts.todo },
  start: { to: "/start", icon: SquarePen, keys: "g s" },
  mine: { to: "/mine", icon: Send, keys: "g m", count: (counts: BoxCounts) => counts.mineRunning },
  done: { to: "/done", icon: CircleCheck, keys: "g d" },
  ledgers: { to: "/ledgers", icon: Sheet, keys: "g l" },
  processes: { to: "/processes", icon: Workflow, keys: "g p" },
  rules: { to: "/rules", icon: Table2, keys: "g r" },
  connections: { to: "/connections", icon: Cable },
  instances: { to: "/instances", icon: ListTree, keys: "g e" },
  incidents: { to: "/incidents", icon: TriangleAlert, keys: "g i" },
  search: { to: "/search", icon: Search, keys: "g f" },
  mail: { to: "/mail", icon: Mail },
  cc: { to: "/cc", icon: AtSign, keys: "g c", count: (counts: BoxCounts) => counts.ccUnread },
  organization: { to: "/organization", icon: Network, keys: "g o" },
  permissions: { to: "/permissions", icon: ShieldCheck },
  audit: { to: "/audit", icon: ScrollText },
  system: { to: "/system", icon: SlidersHorizontal },
} satisfies Record<string, PageEntry>;

export type PageKey = keyof typeof PAGES;

export const pageEntry = (key: PageKey): PageEntry => PAGES[key];

export const isPage = (key: string): key is PageKey => key in PAGES;

/** Whether a page or something below it is open. */
export const isOpen = (pathname: string, to: string): boolean => pathname === to || pathname.startsWith(`${to}/`);
