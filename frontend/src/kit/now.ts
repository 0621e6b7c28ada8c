let stands: number | null = null;

/** What time it is, epoch milliseconds: the device's clock, or the one of a trial, which stands still. */
export const nowMs = (): number => stands ?? Date.now();

/** In a trial it is this time; null: the device's clock again. */
export function standStill(ms: number | null): void {
  stands = ms;
}
