import { DatePicker, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import "dayjs/locale/zh-cn";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

interface Common {
  id?: string;
  disabled?: boolean;
  placeholder?: string;
  status?: "error" | "";
  size?: "large";
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
  onBlur?: () => void;
}

const DATE = "YYYY-MM-DD";
const LOCAL = "YYYY-MM-DDTHH:mm";
const wide = { width: "100%" };

const parsed = (value: string | null | undefined): Dayjs | null => (value ? dayjs(value) : null);

/** Shows the weekday with the date: people plan by it. */
function useShownDate(): string {
  const { i18n } = useTranslation("ui");
  return i18n.language === "zh-CN" ? "YYYY-MM-DD ddd" : "ddd, MMM D, YYYY";
}

/** Enter takes over what was typed and closes, as everywhere else; the calendar would stay open. */
function useCalendar() {
  const [isOpen, setIsOpen] = useState(false);
  return {
    open: isOpen,
    onOpenChange: setIsOpen,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter") setIsOpen(false);
    },
  };
}

/** A calendar day, as `2026-11-24`. */
export function DateInput(
  props: Common & {
    value: string | null | undefined;
    onChange: (value: string | null) => void;
    isBarred?: (day: string) => boolean;
  },
) {
  const { value, onChange, isBarred, ...rest } = props;
  const shown = useShownDate();
  const calendar = useCalendar();
  return (
    <DatePicker
      {...rest}
      {...calendar}
      style={wide}
      format={[shown, DATE]}
      value={parsed(value)}
      onChange={(day) => onChange(day ? day.format(DATE) : null)}
      {...(isBarred && { disabledDate: (day: Dayjs) => isBarred(day.format(DATE)) })}
    />
  );
}

/** A moment on the clock of the company, as `2026-11-24T16:05`. */
export function DateTimeInput(
  props: Common & { value: string | null | undefined; onChange: (value: string | null) => void },
) {
  const { value, onChange, ...rest } = props;
  const shown = useShownDate();
  return (
    <DatePicker
      {...rest}
      showTime={{ format: "HH:mm", minuteStep: 5 }}
      style={wide}
      format={`${shown} HH:mm`}
      value={parsed(value)}
      onChange={(moment) => onChange(moment ? moment.format(LOCAL) : null)}
    />
  );
}

/** A time of day, as `16:05`. */
export function TimeInput(
  props: Common & { value: string | null | undefined; onChange: (value: string | null) => void },
) {
  const { value, onChange, ...rest } = props;
  return (
    <TimePicker
      {...rest}
      style={wide}
      format="HH:mm"
      minuteStep={5}
      value={value ? dayjs(`2000-01-01T${value}`) : null}
      onChange={(time) => onChange(time ? time.format("HH:mm") : null)}
    />
  );
}

export interface DateRange {
  from: string | null;
  until: string | null;
}

/** Two calendar days, first and last. */
export function DateRangeInput(
  props: Omit<Common, "placeholder"> & { value: DateRange | null | undefined; onChange: (value: DateRange | null) => void },
) {
  const { value, onChange, ...rest } = props;
  const shown = useShownDate();
  return (
    <DatePicker.RangePicker
      {...rest}
      style={wide}
      format={[shown, DATE]}
      value={[parsed(value?.from), parsed(value?.until)]}
      onChange={(days) =>
        onChange(days ? { from: days[0]?.format(DATE) ?? null, until: days[1]?.format(DATE) ?? null } : null)
      }
    />
  );
}
