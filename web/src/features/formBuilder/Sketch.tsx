import { Calculator, Calendar, ChevronDown, ImagePlus, Paperclip, PenLine, User } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";
import { labelOf, optionLabel, wordsIn } from "@/lib/forms/schema";
import { Icon } from "@/ui/Icon";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { type Kind, kindOf } from "./kinds";
import { tableOf } from "./naming";

const MAX_CHOICES = 6;

/** How a field will look, without being one: nothing in it takes the focus. */
export function Sketch({ component }: { component: FormComponent }) {
  const Drawing = DRAWINGS[kindOf(component)] ?? Line;
  const { language } = useBuilderScene();
  const hint = wordsIn(language, component.description, component.dj?.description);
  return (
    <div aria-hidden className={styles.sketch}>
      <Drawing component={component} />
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
  );
}

interface DrawingProps {
  component: FormComponent;
}

function Box({ children, icon, isTall }: { children?: ReactNode; icon?: ReactNode; isTall?: boolean }) {
  return (
    <div className={styles.box} data-tall={isTall || undefined}>
      <span className="truncate">{children}</span>
      {icon}
    </div>
  );
}

function Line({ component }: DrawingProps) {
  const { language } = useBuilderScene();
  const formula = component.dj?.compute ?? component.dj?.default;
  const words = formula ? formula.replace(/^=/, "= ") : wordsIn(language, undefined, component.dj?.placeholder);
  const unit = wordsIn(language, component.appearance?.suffixAdorner, component.dj?.unit);
  return <Box icon={component.dj?.compute ? <Icon of={Calculator} size={14} /> : unit || undefined}>{words}</Box>;
}

function Money({ component }: DrawingProps) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const formula = component.dj?.compute;
  const isColumn = tableOf(builder.schema, component.id ?? "") !== null;
  return (
    <>
      <Box icon={formula ? <Icon of={Calculator} size={14} /> : undefined}>{formula ? `¥ ${formula}` : "¥ 0.00"}</Box>
      {!isColumn && component.dj?.capitals !== false && <p className={styles.hint}>{t("sketch.capitals")}</p>}
    </>
  );
}

const DRAWINGS: Readonly<Partial<Record<Kind, (props: DrawingProps) => ReactNode>>> = {
  lines: () => <Box isTall />,
  richtext: () => <Box isTall>B I U</Box>,
  money: Money,
  date: DateBox,
  moment: DateBox,
  range: DateBox,
  select: ChoiceBox,
  ledger: ChoiceBox,
  tags: ChoiceBox,
  cascade: ChoiceBox,
  radio: Choices,
  checklist: Choices,
  flag: Flag,
  user: () => <PersonBox />,
  department: () => <PersonBox />,
  file: () => <Zone icon={<Icon of={Paperclip} />} words="file" />,
  picture: () => <Zone icon={<Icon of={ImagePlus} />} words="picture" />,
  signature: () => <Zone icon={<Icon of={PenLine} />} words="signature" />,
  serial: Serial,
  text: Note,
  separator: () => <hr className={styles.rule} />,
};

function DateBox({ component }: DrawingProps) {
  const { t } = useTranslation("formBuilder");
  return <Box icon={<Icon of={Calendar} size={14} />}>{t(component.type === "daterange" ? "sketch.range" : "sketch.date")}</Box>;
}

function ChoiceBox({ component }: DrawingProps) {
  const { t } = useTranslation("formBuilder");
  const { language } = useBuilderScene();
  const first = component.values?.map((option) => optionLabel(option, language)).slice(0, 3);
  return <Box icon={<Icon of={ChevronDown} size={14} />}>{first?.length ? first.join(" / ") : t("sketch.choose")}</Box>;
}

function Choices({ component }: DrawingProps) {
  const { language } = useBuilderScene();
  const options = component.values ?? [];
  return (
    <div className={styles.choices}>
      {options.slice(0, MAX_CHOICES).map((option) => (
        <span key={String(option.value)} className={styles.choice} data-round={component.type === "radio" || undefined}>
          {optionLabel(option, language)}
        </span>
      ))}
      {options.length > MAX_CHOICES && <span>…</span>}
    </div>
  );
}

function Flag({ component }: DrawingProps) {
  const { language } = useBuilderScene();
  return <span className={styles.choice}>{labelOf(component, language)}</span>;
}

function PersonBox() {
  const { t } = useTranslation("formBuilder");
  return <Box icon={<Icon of={User} size={14} />}>{t("sketch.choose")}</Box>;
}

function Zone({ icon, words }: { icon: ReactNode; words: "file" | "picture" | "signature" }) {
  const { t } = useTranslation("formBuilder");
  return (
    <div className={styles.zone}>
      {icon} {t(`sketch.${words}`)}
    </div>
  );
}

function Serial() {
  const { t } = useTranslation("formBuilder");
  return <p className={styles.quiet}>{t("sketch.serial")}</p>;
}

function Note({ component }: DrawingProps) {
  const { language } = useBuilderScene();
  return <p className={styles.note}>{wordsIn(language, component.text, component.dj?.text)}</p>;
}
