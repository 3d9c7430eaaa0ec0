import { PencilLine } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { OperationsView, VariableView } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { Table, useScopeName } from "./InsideTable";
import type { Asked } from "./repair";
import styles from "./operate.module.css";

interface EditedProps {
  view: OperationsView;
  onAsk: (asked: Asked) => void;
}

/** The values of every scope, and who wrote them. */
export function Variables({ view, onAsk }: EditedProps) {
  const { t } = useTranslation("operate");
  const nameOf = useScopeName(view);
  const mayEdit = view.actions.some((action) => action.action === "correct");
  const edit = (one: VariableView) =>
    onAsk({ action: "correct", scopeKey: one.scopeKey, variable: { name: one.name, type: one.type, text: one.text } });
  return (
    <>
      {mayEdit && (
        <div className={styles["tabBar"]}>
          <Button size="sm" icon={PencilLine} onPress={() => onAsk({ action: "correct" })}>
            {t("variables.add")}
          </Button>
        </div>
      )}
      {view.variables.length === 0 ? (
        <p className={styles["empty"]}>{t("variables.none")}</p>
      ) : (
        <Table
          label={t("tabs.variables")}
          heads={[t("variables.name"), t("variables.value"), t("variables.scope"), t("variables.changed"), t("variables.edit")]}
        >
          {view.variables.map((one) => (
            <tr key={`${one.scopeKey}${one.name}`}>
              <th scope="row">{one.name}</th>
              <td className={styles["value"]} data-data title={one.text}>
                {one.type === "none" ? <span className={styles["quiet"]}>{t("variables.empty")}</span> : one.text}
                {one.isSealed && <span className={styles["quiet"]}>{t("variables.sealed")}</span>}
              </td>
              <td>{nameOf(one.scopeKey)}</td>
              <td>
                {one.changedAt ? (
                  <>
                    {one.changedBy ? one.changedBy.name : t("facts.system")} · <TimeAgo at={one.changedAt} form="moment" />
                  </>
                ) : (
                  <span className={styles["quiet"]}>{t("variables.notWritten")}</span>
                )}
              </td>
              <td>
                {mayEdit && !one.isSealed && (
                  <IconButton size="sm" icon={PencilLine} label={t("variables.editOne", { name: one.name })} onPress={() => edit(one)} />
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}

/** Where it stands, with what can be done to each. */
export function StandingList({ view, onAsk }: EditedProps) {
  const { t } = useTranslation("operate");
  const nameOf = useScopeName(view);
  const isActive = view.state === "active";
  if (view.standing.length === 0) return <p className={styles["empty"]}>{t("standing.none")}</p>;
  return (
    <Table label={t("tabs.standing")} heads={[t("standing.step"), t("standing.in"), t("standing.since"), t("standing.actions")]}>
      {view.standing.map((one) => (
        <tr key={one.key}>
          <th scope="row">
            {one.element.name}
            {one.turn !== null && <span className={styles["quiet"]}> {t("scope.turn", { turn: one.turn })}</span>}
          </th>
          <td>{nameOf(one.scopeKey)}</td>
          <td>{one.since && <TimeAgo at={one.since} form="moment" />}</td>
          <td className={styles["rowActions"]}>
            {isActive && one.maySkip && (
              <Button size="sm" kind="link" onPress={() => onAsk({ action: "skip", key: one.key })}>
                {t("repair.skip.button")}
              </Button>
            )}
            {isActive && (
              <Button size="sm" kind="link" onPress={() => onAsk({ action: "move", key: one.key })}>
                {t("repair.move.button")}
              </Button>
            )}
            {isActive &&
              one.adHoc.map((activity) => (
                <Button key={activity.id} size="sm" kind="link" onPress={() => onAsk({ action: "begin", key: one.key, elementId: activity.id })}>
                  {t("repair.begin.one", { step: activity.name })}
                </Button>
              ))}
            {isActive && one.adHoc.length > 0 && (
              <Button size="sm" kind="link" onPress={() => onAsk({ action: "finish", key: one.key })}>
                {t("repair.finish.button")}
              </Button>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}
