import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { IncidentsPage } from "@/features/incidents/Incidents.page";

const RequestLink = (props: { instanceId: string; className?: string | undefined; children: ReactNode }) => (
  <Link to="/instances/$instanceId" params={{ instanceId: props.instanceId }} className={props.className}>
    {props.children}
  </Link>
);

export function Incidents() {
  return <IncidentsPage Link={RequestLink} />;
}
