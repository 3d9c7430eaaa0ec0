import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { AuditPage } from "@/features/audit/Audit.page";

const RequestLink = (props: { instanceId: string; className?: string | undefined; children: ReactNode }) => (
  <Link to="/requests/$instanceId" params={{ instanceId: props.instanceId }} className={props.className}>
    {props.children}
  </Link>
);

/** Who did and saw what. */
export function Audit() {
  const navigate = useNavigate();
  const search = useSearch({ from: "/shell/audit" });
  return (
    <AuditPage
      search={search}
      onSearch={(patch) => void navigate({ to: "/audit", search: { ...search, ...patch }, replace: true })}
      Link={RequestLink}
    />
  );
}
