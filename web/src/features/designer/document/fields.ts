/** The fields of a form schema, as far as the designer needs them: keys, labels, types. */

export interface FormField {
  key: string;
  label: string;
  labelEn: string;
  type: string;
  isRequired: boolean;
  isComputed: boolean;
  options: readonly { value: string; label: string }[];
}

interface Component {
  key?: string;
  path?: string;
  type?: string;
  label?: string;
  dateLabel?: string;
  timeLabel?: string;
  validate?: { required?: boolean };
  values?: readonly { value: unknown; label?: string }[];
  components?: readonly Component[];
  dj?: { label?: Record<string, string>; compute?: string };
}

const WITHOUT_VALUE = new Set(["group", "text", "html", "separator", "spacer", "button", "image"]);

/** Fields in reading order, groups opened; a form that is none has no fields. */
export function fieldsOfForm(schema: unknown): readonly FormField[] {
  const components = (schema as { components?: readonly Component[] } | null)?.components;
  return Array.isArray(components) ? fieldsIn(components as readonly Component[]) : [];
}

function fieldsIn(components: readonly Component[]): readonly FormField[] {
  return components.flatMap((component) => {
    if (component.type === "group") return fieldsIn(component.components ?? []);
    const key = component.key ?? component.path;
    return key && !WITHOUT_VALUE.has(component.type ?? "") ? [fieldOf(component, key)] : [];
  });
}

function fieldOf(component: Component, key: string): FormField {
  const label = component.label ?? component.dateLabel ?? component.timeLabel ?? key;
  return {
    key,
    label,
    labelEn: component.dj?.label?.["en-US"] ?? label,
    type: component.type ?? "textfield",
    isRequired: component.validate?.required === true,
    isComputed: Boolean(component.dj?.compute),
    options: (component.values ?? []).map(({ value, label: words }) => ({ value: String(value), label: words ?? String(value) })),
  };
}

export function fieldLabel(field: FormField, language: string): string {
  return language === "en-US" ? field.labelEn : field.label;
}
