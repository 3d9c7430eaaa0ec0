import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { InstancePage } from "@/features/items/Instance.page";
import { MinePage } from "@/features/mine/Mine.page";
import { Picks } from "@/features/items/Picks";
import { ApplyPage } from "@/features/start/Apply.page";
import { CataloguePage } from "@/features/start/Catalogue.page";

const mine = getRouteApi("/shell/mine");
const start = getRouteApi("/shell/start");
const apply = getRouteApi("/shell/start/$processKey");
const request = getRouteApi("/shell/requests/$instanceId");

const Form = lazy(() => import("@/app/slots/Form").then((module) => ({ default: module.Form })));
const DiagramView = lazy(() =>
  import("@/features/diagram/DiagramView").then((module) => ({ default: module.DiagramView })),
);

const RequestLink = (props: { instanceId: string; className?: string | undefined; children: ReactNode }) => (
  <Link to="/requests/$instanceId" params={{ instanceId: props.instanceId }} className={props.className}>
    {props.children}
  </Link>
);

const StartLink = (props: { processKey: string; className?: string | undefined; children: ReactNode }) => (
  <Link to="/start/$processKey" params={{ processKey: props.processKey }} className={props.className}>
    {props.children}
  </Link>
);

/** The ways from a request to what it is about. */
function useDoors() {
  const navigate = useNavigate();
  return {
    onItem: (itemId: string) => void navigate({ to: "/todo/$itemId", params: { itemId } }),
    onInstance: (instanceId: string) => void navigate({ to: "/requests/$instanceId", params: { instanceId } }),
    onAgain: (processKey: string) => void navigate({ to: "/start/$processKey", params: { processKey } }),
  };
}

function MyRequests({ q }: { q: string }) {
  const navigate = useNavigate();
  const doors = useDoors();
  return (
    <MinePage
      q={q}
      onSearch={(next) => void navigate({ to: "/mine", search: { q: next || undefined }, replace: true })}
      onStart={() => void navigate({ to: "/start" })}
      doors={{ Link: RequestLink, ...doors }}
    />
  );
}

function RequestView({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const doors = useDoors();
  return (
    <InstancePage
      instanceId={instanceId}
      form={Form}
      diagram={DiagramView}
      parent={t("page.mine")}
      onBack={() => void navigate({ to: "/mine" })}
      onItem={doors.onItem}
    />
  );
}

function StartCatalogue({ q }: { q: string }) {
  const navigate = useNavigate();
  const doors = useDoors();
  return (
    <CataloguePage
      q={q}
      onSearch={(next) => void navigate({ to: "/start", search: { q: next || undefined }, replace: true })}
      Link={StartLink}
      onOpen={doors.onAgain}
      onItem={doors.onItem}
    />
  );
}

function StartOne({ processKey }: { processKey: string }) {
  const navigate = useNavigate();
  return (
    <ApplyPage
      key={processKey}
      processKey={processKey}
      form={Form}
      picks={Picks}
      onBack={() => void navigate({ to: "/start" })}
      onStarted={(instanceId) => void navigate({ to: "/requests/$instanceId", params: { instanceId }, replace: true })}
    />
  );
}

export const Mine = () => <MyRequests q={mine.useSearch().q ?? ""} />;
export const Start = () => <StartCatalogue q={start.useSearch().q ?? ""} />;
export const Apply = () => <StartOne processKey={apply.useParams().processKey} />;
export const Request = () => <RequestView instanceId={request.useParams().instanceId} />;
