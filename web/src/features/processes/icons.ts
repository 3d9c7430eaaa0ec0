import {
  Banknote,
  CalendarDays,
  CircleDollarSign,
  DoorOpen,
  FileSignature,
  Headset,
  type LucideIcon,
  Plane,
  Receipt,
  ShoppingCart,
  Target,
  UserMinus,
  UserPlus,
  Workflow,
} from "lucide-react";

/** Icons of the library's processes; one's own have the common one. */
const ICONS: Readonly<Record<string, LucideIcon>> = {
  leave: CalendarDays,
  purchase: ShoppingCart,
  onboarding: UserPlus,
  offboarding: UserMinus,
  performance: Target,
  ticket: Headset,
  renewal: FileSignature,
  expense: Receipt,
  payment: Banknote,
  room: DoorOpen,
  trip: Plane,
  allowance: CircleDollarSign,
};

export function processIcon(key: string): LucideIcon {
  return ICONS[key] ?? Workflow;
}
