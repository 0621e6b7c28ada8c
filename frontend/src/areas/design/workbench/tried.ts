/** Whether a draft was tried on this device since it was last published: the checklist's own memory. */
const key = (app: string): string => `followthrough.tried.${app}`;

/** What is remembered: the version in force when the draft was tried ("0": none). */
export function wasTried(app: string, live: string): boolean {
  try {
    return localStorage.getItem(key(app)) === live;
  } catch {
    return false;
  }
}

export function rememberTried(app: string, live: string): void {
  try {
    localStorage.setItem(key(app), live);
  } catch {
    // Without storage the step stays open; nothing depends on it.
  }
}
