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

/** Pages one comes by while one acts in a trial; the designer, the settings and other apps are the real house's. */
const within = (app: string, path: string): boolean =>
  ["/", "/login", "/me", "/inbox", `/a/${app}`].includes(path) || path.startsWith(`/a/${app}/`);

/** Whoever comes to the real house by whatever way (back, an address) no longer acts in the trial; it goes on where it is
 * tried out. */
function found(): InTrial | null {
  const kept = stored();
  if (kept === null || within(kept.app, window.location.pathname)) return kept;
  keep(null);
  return null;
}

let current = found();

// A page the browser had kept is shown as it was left, and so is the house it speaks to: the tab follows the page.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) keep(current);
});

export const inTrial = (): InTrial | null => current;

/** Notes it for this page and tab, say when its time went on; null: in the real house. */
export function noteTrial(next: InTrial | null): void {
  current = next;
  keep(next);
}

/** Changes house or person, null: to the real house. The page is loaded anew, so that nothing read in the one is shown in
 * the other; the page that is left, to which one may come back, remains in its own. */
export function turnTo(next: InTrial | null, address: string): void {
  keep(next);
  const { pathname, search, hash } = window.location;
  if (address === pathname + search + hash) window.location.reload();
  else window.location.assign(address);
}

/** Whether a way within the page leads out of the trial; then the page is loaded anew, in the real house. */
export function leadsOut(path: string, address: string): boolean {
  if (current === null || within(current.app, path)) return false;
  turnTo(null, address);
  return true;
}

function keep(next: InTrial | null): void {
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
  turnTo(null, `/design/${current.app}/try`);
}
