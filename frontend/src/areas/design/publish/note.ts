import { useState } from "react";

const keyOf = (app: string): string => `ft.publishNote.${app}`;

/** What the tab remembers of an app's next version; "" where it may not remember anything. */
function kept(app: string): string {
  try {
    return sessionStorage.getItem(keyOf(app)) ?? "";
  } catch {
    return "";
  }
}

/** The note on what changed, which stays while one looks at another section, until it is published. */
export function useNote(app: string): [string, (note: string) => void] {
  const [note, setNote] = useState(() => kept(app));
  const change = (next: string) => {
    setNote(next);
    try {
      if (next === "") sessionStorage.removeItem(keyOf(app));
      else sessionStorage.setItem(keyOf(app), next);
    } catch {
      // It is kept as long as the page stands.
    }
  };
  return [note, change];
}
