/** The list twin of the diagram: every step with what is set at it, in sentences. The phone shows only this. */
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Icon } from "@/ui/Icon";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";

import type { ModdleElement } from "../bpmn/types";
import type { FormField } from "../document/fields";
import { kindOf, KINDS, nameOf } from "../document/kinds";
import type { ParsedDocument } from "../document/parse";
import { type Naming, sayAll } from "../document/sentences";
import { useNaming } from "../panel/useNaming";
import styles from "./studio.module.css";
import { useDocument } from "./useDocument";

const NONE: readonly ModdleElement[] = [];

export function StepList({ xml, language, fields }: { xml: string; language: string; fields: readonly FormField[] }) {
  const { t } = useTranslation("designer");
  const { document, isBroken } = useDocument(xml);
  const naming = useNaming(document?.nodes ?? NONE, language, fields);
  if (isBroken) return <ErrorState title={t("canvas.broken")} />;
  if (!document) return <ListSkeleton rows={6} />;
  return (
    <div className={styles.page}>
      <ol className={`${styles.card ?? ""} ${styles.steps ?? ""}`} aria-label={t("list.label")}>
        {document.nodes.map((node) => (
          <StepRow key={node.id} node={node} document={document} naming={naming} />
        ))}
      </ol>
    </div>
  );
}

function StepRow({ node, document, naming }: { node: ModdleElement; document: ParsedDocument; naming: Naming }) {
  const { t } = useTranslation("designer");
  const kind = kindOf(node);
  const ways = document.flows.filter((flow) => flow["sourceRef"] === node);
  return (
    <li className={styles.step}>
      <span className={styles.stepIcon}>
        <Icon of={KINDS[kind]} />
      </span>
      <div>
        <div className={styles.stepName}>{nameOf(node, naming.language) || t(`kind.${kind}`)}</div>
        {sayAll(node, naming).map((saying) => (
          <p key={saying.about} className={styles.stepSaid}>
            {saying.text}
          </p>
        ))}
        {ways.map((flow) => (
          <Way key={flow.id} flow={flow} naming={naming} isOnly={ways.length === 1} />
        ))}
      </div>
    </li>
  );
}

function Way({ flow, naming, isOnly }: { flow: ModdleElement; naming: Naming; isOnly: boolean }) {
  const target = flow["targetRef"] as ModdleElement | undefined;
  if (!target) return null;
  const [condition] = sayAll(flow, naming);
  const name = nameOf(target, naming.language) || naming.t(`kind.${kindOf(target)}`);
  return (
    <p className={styles.way}>
      <Icon of={ArrowRight} size={14} />
      <span>{!isOnly && condition ? naming.t("list.wayWhen", { condition: condition.text, target: name }) : name}</span>
    </p>
  );
}
