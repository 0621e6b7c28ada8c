const STORED = "followthrough.app";

/** The app this device showed last: where "/" leads. */
export function lastApp(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

export function rememberApp(app: string): void {
  try {
    localStorage.setItem(STORED, app);
  } catch {
    // Without storage the list of apps is shown again.
  }
}
