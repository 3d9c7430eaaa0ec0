import { useTranslation } from "react-i18next";

import { asExpression, feelError } from "./ConditionEditor";
import { CommitInput, Row } from "./parts";

/** One line of FEEL; `isAlways` when nothing but FEEL makes sense there, so that a missing = is put in. */
export function FeelRow(props: {
  label: string;
  value: string;
  onCommit: (feel: string) => void;
  hint?: string | undefined;
  placeholder?: string;
  isLong?: boolean;
  isAlways?: boolean;
}) {
  const { t } = useTranslation("designer");
  const { label, value, onCommit } = props;
  return (
    <Row label={label} hint={props.hint}>
      <CommitInput
        label={label}
        value={value}
        isCode
        isLong={props.isLong ?? false}
        {...(props.placeholder && { placeholder: props.placeholder })}
        error={feelError(value, t("condition.notFeel"))}
        onCommit={(text) => onCommit(props.isAlways ? asExpression(text) : text.trim())}
      />
    </Row>
  );
}
