/** Whether this tab is in a trial of a draft, and as whom (docs/designing.md, section 5). Every call asks here. */

export interface InTrial {
  readonly id: string;
  readonly app: string;
  /** The person of the trial one acts as. */
  readonly person: string;
  /** The trial's own time. */
  readonly now: string;
}

const KEY = "followthrough.trial";
const HEADER = "x-trial";
const AS = "x-trial-as";

function stored(): InTrial | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as InTrial | null;
  } catch {
    return null;
  }
}

let current = stored();

export const inTrial = (): InTrial | null => current;

/** Notes it for this tab; null: back in the real house. Whoever changes house or person loads the page anew, so that
 * nothing read in the one is shown in the other. */
export function noteTrial(next: InTrial | null): void {
  current = next;
  try {
    if (next === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Without storage a trial lasts until the page is loaded anew.
  }
}

/** The designer and signing in and out belong to the real house always. */
const real = (method: string, path: string): boolean =>
  path.startsWith("/api/design") || (path.startsWith("/api/session") && method !== "GET");

/** What a call carries so that the trial answers it. */
export function trialHeaders(method: string, path: string): Record<string, string> {
  if (current === null || real(method, path)) return {};
  return { [HEADER]: current.id, [AS]: current.person };
}

/** The same for what the browser fetches by itself: pictures, downloads. */
export function withTrial(address: string): string {
  if (current === null) return address;
  const said = new URLSearchParams({ [HEADER]: current.id, [AS]: current.person });
  return `${address}${address.includes("?") ? "&" : "?"}${said.toString()}`;
}

/** Leaves a trial that is no more. */
export function leaveGone(): void {
  if (current === null) return;
  const back = `/design/${current.app}/try`;
  noteTrial(null);
  window.location.assign(back);
}
