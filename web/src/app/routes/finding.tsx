import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { BackgroundPage } from "@/features/background/Background.page";
import { ErrandProgress } from "@/features/background/ErrandView";
import { FindPage } from "@/features/find/Find.page";
import { MailPage } from "@/features/mail/Mail.page";

const RequestLink = (props: { instanceId: string; className?: string | undefined; children: ReactNode }) => (
  <Link to="/requests/$instanceId" params={{ instanceId: props.instanceId }} className={props.className}>
    {props.children}
  </Link>
);

/** Search over every request that one may see. */
export function Find() {
  const navigate = useNavigate();
  const search = useSearch({ from: "/shell/search" });
  return (
    <FindPage
      search={search}
      onSearch={(patch) => void navigate({ to: "/search", search: { ...search, ...patch }, replace: true })}
      Link={RequestLink}
      progress={(errandId) => <ErrandProgress errandId={errandId} />}
    />
  );
}

export const Background = () => <BackgroundPage />;

export function Mail() {
  const navigate = useNavigate();
  const { tab } = useSearch({ from: "/shell/mail" });
  return (
    <MailPage
      tab={tab ?? "channel"}
      onTab={(next) => void navigate({ to: "/mail", search: { tab: next === "channel" ? undefined : next }, replace: true })}
    />
  );
}
