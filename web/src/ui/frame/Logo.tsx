/** The mark: one stream, parted at the weir. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" aria-hidden="true" style={{ flex: "none" }}>
      <rect width="26" height="26" rx="6.5" fill="var(--brand)" />
      <g fill="none" stroke="var(--on-brand)" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round">
        <path d="M4.5 13H9C12.5 13 13 7.800 20.5 7.800M9 13c3.5 0 4 5.2 11.5 5.2" />
        <path d="M14 13c1.200-1.300 2.200-1.700 4-1.700h2.200v3.400H18c-1.800 0-2.800-.4-4-1.700Z" fill="var(--on-brand)" strokeWidth="0.8" />
      </g>
    </svg>
  );
}
