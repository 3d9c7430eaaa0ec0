import {
  BanknoteArrowUp,
  CalendarDays,
  DoorOpen,
  FilePenLine,
  FileText,
  Headset,
  Landmark,
  type LucideIcon,
  Plane,
  ReceiptText,
  ShoppingCart,
  Target,
  UserRoundMinus,
  UserRoundPlus,
} from "lucide-react";

/** One icon a concept; a process of one's own gets the plain page. */
const ICONS: Record<string, LucideIcon> = {
  leave: CalendarDays,
  purchase: ShoppingCart,
  onboarding: UserRoundPlus,
  offboarding: UserRoundMinus,
  appraisal: Target,
  service: Headset,
  renewal: FilePenLine,
  expense: ReceiptText,
  payment: Landmark,
  meeting: DoorOpen,
  trip: Plane,
  allowance: BanknoteArrowUp,
};

export const processIcon = (processKey: string): LucideIcon => ICONS[processKey] ?? FileText;
