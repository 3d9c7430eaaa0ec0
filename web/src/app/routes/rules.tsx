import { useNavigate, useParams, useSearch } from "@tanstack/react-router";

import { RulesPage } from "@/features/rules/Rules.page";
import { RuleStudioPage } from "@/features/rules/studio/RuleStudio.page";

export function Rules() {
  const navigate = useNavigate();
  const { q } = useSearch({ from: "/shell/rules" });
  return (
    <RulesPage
      q={q ?? ""}
      onSearch={(next) => void navigate({ to: "/rules", search: { q: next || undefined }, replace: true })}
      onOpen={(ruleKey) => void navigate({ to: "/rules/$ruleKey", params: { ruleKey } })}
    />
  );
}

/** Full screen, without the sidebar. */
export function RuleStudio() {
  const navigate = useNavigate();
  const { ruleKey } = useParams({ from: "/rules/$ruleKey" });
  const { tab } = useSearch({ from: "/rules/$ruleKey" });
  return (
    <RuleStudioPage
      key={ruleKey}
      ruleKey={ruleKey}
      tab={tab ?? "table"}
      onTab={(next) =>
        void navigate({ to: "/rules/$ruleKey", params: { ruleKey }, search: { tab: next === "table" ? undefined : next }, replace: true })
      }
      onBack={() => void navigate({ to: "/rules" })}
      onOpenRequest={(instanceId) => void navigate({ to: "/requests/$instanceId", params: { instanceId } })}
    />
  );
}
