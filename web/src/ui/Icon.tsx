import type { LucideIcon } from "lucide-react";

/** A lucide icon in the product's weight. It says nothing by itself: a word stands beside it. */
export function Icon({ of: Drawing, size = 16, className }: { of: LucideIcon; size?: number; className?: string }) {
  return <Drawing size={size} strokeWidth={1.75} aria-hidden="true" focusable="false" className={className} />;
}
