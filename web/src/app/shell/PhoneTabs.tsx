import { Link, useLocation } from "@tanstack/react-router";
import { Inbox, MessageSquare, Send, SquarePen, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";

import { BottomTabs, type LinkComponent } from "@/ui/frame/BottomTabs";

const RouterLink: LinkComponent = ({ to, ...rest }) => <Link to={to} {...rest} />;

const TABS = [
  { to: "/todo", key: "todo", icon: Inbox },
  { to: "/start", key: "start", icon: SquarePen },
  { to: "/mine", key: "mine", icon: Send },
  { to: "/notices", key: "notices", icon: MessageSquare },
  { to: "/account", key: "account", icon: UserRound },
] as const;

/** The phone's navigation. It leaves room for the decisions on a page that shows one object. */
export function PhoneTabs() {
  const { t } = useTranslation("app");
  const { pathname } = useLocation();
  const isTopPage = pathname.split("/").length <= 2;
  if (!isTopPage) return null;
  return (
    <BottomTabs
      label={t("navigation")}
      link={RouterLink}
      tabs={TABS.map((tab) => ({
        to: tab.to,
        label: t(`tab.${tab.key}`),
        icon: tab.icon,
        isCurrent: pathname === tab.to,
      }))}
    />
  );
}
