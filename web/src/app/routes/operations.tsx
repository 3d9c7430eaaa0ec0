import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { IncidentsPage } from "@/features/incidents/Incidents.page";

interface RequestLinkProps {
  instanceId: string;
  isOperator: boolean;
  className?: string | undefined;
  label?: string | undefined;
  children: ReactNode;
}

/** Inside the instance for those who may repair it there, else the request as people know it. */
const RequestLink = ({ instanceId, isOperator, className, label, children }: RequestLinkProps) => (
  <Link
    to={isOperator ? "/instances/$instanceId" : "/requests/$instanceId"}
    params={{ instanceId }}
    className={className}
    aria-label={label}
  >
    {children}
  </Link>
);

export function Incidents() {
  return <IncidentsPage Link={RequestLink} />;
}
