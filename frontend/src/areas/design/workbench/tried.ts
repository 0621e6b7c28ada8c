import { useCallback, useState } from "react";

const key = (app: string): string => `followthrough.tried.${app}`;

/** Whether a draft was tried on this device since it was last published, the checklist's own memory, and what notes that it
 * is now. `live`: the version in force ("0": none). */
export function useTried(app: string, live: string): readonly [boolean, () => void] {
  const [noted, setNoted] = useState<string | null>(null);
  const note = useCallback(() => {
    setNoted(live);
    try {
      localStorage.setItem(key(app), live);
    } catch {
      // Without storage the step opens again with the page; nothing depends on it.
    }
  }, [app, live]);
  return [noted === live || remembered(app) === live, note];
}

function remembered(app: string): string | null {
  try {
    return localStorage.getItem(key(app));
  } catch {
    return null;
  }
}
