import type { LucideIcon } from "lucide-react";

/** A lucide icon in the product's weight. It says nothing by itself: a word stands beside it. */
export function Icon(props: { of: LucideIcon; size?: number; weight?: number; className?: string }) {
  const { of: Drawing, size = 16, weight = 1.75, className } = props;
  return <Drawing size={size} strokeWidth={weight} aria-hidden="true" focusable="false" className={className} />;
}
