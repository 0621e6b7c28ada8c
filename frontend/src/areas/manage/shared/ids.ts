/** An id not taken yet: "calendar_2", "calendar_3" … People never see it. */
export function freeId(stem: string, taken: readonly string[]): string {
  let n = taken.length + 1;
  while (taken.includes(`${stem}_${n}`)) n += 1;
  return `${stem}_${n}`;
}
