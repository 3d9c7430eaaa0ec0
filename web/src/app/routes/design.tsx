import { useNavigate, useParams, useSearch } from "@tanstack/react-router";

import { StudioPage } from "@/features/designer/studio/Studio.page";
import { ProcessesPage } from "@/features/processes/Processes.page";

import { Builder } from "../slots/Builder";
import { Model } from "../slots/Model";
import { Form } from "../slots/Form";

export function Processes() {
  const navigate = useNavigate();
  const { q, box } = useSearch({ from: "/shell/processes" });
  return (
    <ProcessesPage
      q={q ?? ""}
      box={box ?? "all"}
      onSearch={(next) => void navigate({ to: "/processes", search: { q: next || undefined, box }, replace: true })}
      onBox={(next) => void navigate({ to: "/processes", search: { q, box: next === "all" ? undefined : next }, replace: true })}
      onDesign={(processKey) => void navigate({ to: "/processes/$processKey", params: { processKey } })}
      onStart={(processKey) => void navigate({ to: "/start/$processKey", params: { processKey } })}
    />
  );
}

/** Full screen, without the sidebar. */
export function Studio() {
  const navigate = useNavigate();
  const { processKey } = useParams({ from: "/processes/$processKey" });
  const { tab } = useSearch({ from: "/processes/$processKey" });
  return (
    <StudioPage
      key={processKey}
      processKey={processKey}
      tab={tab ?? "process"}
      onTab={(next) =>
        void navigate({
          to: "/processes/$processKey",
          params: { processKey },
          search: { tab: next === "process" ? undefined : next },
          replace: true,
        })
      }
      onBack={() => void navigate({ to: "/processes" })}
      Form={Form}
      Builder={Builder}
      Model={Model}
    />
  );
}
