import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { ErrandProgress } from "@/features/background/ErrandView";
import { DesignPage } from "@/features/ledgers/Design.page";
import { LedgerPage } from "@/features/ledgers/Ledger.page";
import { LedgersPage } from "@/features/ledgers/Ledgers.page";

const LedgerLink = (props: { ledgerKey: string; className?: string | undefined; children: ReactNode }) => (
  <Link to="/ledgers/$ledgerKey" params={{ ledgerKey: props.ledgerKey }} className={props.className}>
    {props.children}
  </Link>
);

const RequestLink = (props: { instanceId: string; className?: string | undefined; children: ReactNode }) => (
  <Link to="/requests/$instanceId" params={{ instanceId: props.instanceId }} className={props.className}>
    {props.children}
  </Link>
);

export function Ledgers() {
  const navigate = useNavigate();
  return <LedgersPage Link={LedgerLink} onCreate={() => void navigate({ to: "/ledgers/new" })} />;
}

export function LedgerRows() {
  const navigate = useNavigate();
  const { ledgerKey } = useParams({ from: "/shell/ledgers/$ledgerKey" });
  const search = useSearch({ from: "/shell/ledgers/$ledgerKey" });
  return (
    <LedgerPage
      key={ledgerKey}
      ledgerKey={ledgerKey}
      search={search}
      onSearch={(patch) => void navigate({ to: "/ledgers/$ledgerKey", params: { ledgerKey }, search: { ...search, ...patch }, replace: true })}
      onBack={() => void navigate({ to: "/ledgers" })}
      onDesign={() => void navigate({ to: "/ledgers/$ledgerKey/columns", params: { ledgerKey } })}
      Link={RequestLink}
      progress={(errandId) => <ErrandProgress errandId={errandId} />}
    />
  );
}

export function LedgerDesign() {
  const navigate = useNavigate();
  const { ledgerKey } = useParams({ from: "/shell/ledgers/$ledgerKey/columns" });
  const back = () => void navigate({ to: "/ledgers/$ledgerKey", params: { ledgerKey } });
  return <DesignPage key={ledgerKey} ledgerKey={ledgerKey} onBack={back} onSaved={back} />;
}

export function NewLedger() {
  const navigate = useNavigate();
  return (
    <DesignPage
      ledgerKey={null}
      onBack={() => void navigate({ to: "/ledgers" })}
      onSaved={(ledgerKey) => void navigate({ to: "/ledgers/$ledgerKey", params: { ledgerKey } })}
    />
  );
}
