/** Rows of the file an app was started from wait on this device until the app is published and can take them. */
const key = (app: string): string => `followthrough.rows.${app}`;

export interface WaitingRows {
  readonly entity: string;
  /** The import that holds them. */
  readonly job: string;
}

/** The first rows of an app; null: none wait. */
export function waitingRows(app: string): WaitingRows | null {
  try {
    const [entity, job] = (localStorage.getItem(key(app)) ?? "").split("/");
    return entity && job ? { entity, job } : null;
  } catch {
    return null;
  }
}

export function rememberRows(app: string, { entity, job }: WaitingRows): void {
  try {
    localStorage.setItem(key(app), `${entity}/${job}`);
  } catch {
    // Without storage the rows are imported from the list as any others.
  }
}

export function forgetRows(app: string): void {
  try {
    localStorage.removeItem(key(app));
  } catch {
    // It was never kept.
  }
}
