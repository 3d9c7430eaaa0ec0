const LINES = 12;

/** One stream line: wide on the left, close at the weir, apart again on the right. */
function line(index: number, side: 1 | -1): string {
  const share = index / (LINES - 1);
  const left = 423 + side * (8 + share * 222);
  const weir = 423 + side * (8 + share * 100);
  const right = 423 + side * (180 + share * 164);
  return `M0 ${left} C130 ${left} 180 ${weir} 330 ${weir} C470 ${weir} 540 ${right - side * 8} 800 ${right + side * 30}`;
}

/** The weir of Dujiang: one river parted in two. The only illustration of the product. */
export function WeirDrawing({ className }: { className?: string | undefined }) {
  return (
    <svg
      className={className}
      viewBox="0 0 790 868"
      preserveAspectRatio="xMidYMid slice"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      {([-1, 1] as const).flatMap((side) =>
        Array.from({ length: LINES }, (_, index) => (
          <path
            key={`${side}${index}`}
            d={line(index, side)}
            strokeWidth={1.7 - index * 0.05}
            opacity={0.68 - (index / LINES) * 0.52}
          />
        )),
      )}
    </svg>
  );
}
