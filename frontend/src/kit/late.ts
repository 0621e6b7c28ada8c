import { lazy, type ComponentType, type LazyExoticComponent } from "react";

/**
 * Scripts that come behind the page: dialogs, pickers, other pages. A lost line never breaks the page that wants one:
 * it is fetched beforehand when the page is at rest, and otherwise waited for until there is a line again.
 */
type Load = () => Promise<unknown>;

const AGAIN = 3000;
const ahead = new Set<Load>();

async function serverAnswers(): Promise<boolean> {
  try {
    await fetch("/health/live", { cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}

/** Resolves when the browser sees a network again, or after a few seconds: it does not always notice. */
function pause(): Promise<void> {
  return new Promise((go) => {
    const timer = setTimeout(done, AGAIN);
    function done() {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      go();
    }
    window.addEventListener("online", done);
  });
}

/** `load`, tried until there is a line. It still fails when the server answers: a newer version has other scripts. */
export async function whenThere<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if (await serverAnswers()) {
        // The line may have come back between the two.
        return await load().catch(() => Promise.reject(error as Error));
      }
      await pause();
    }
  }
}

/** `load`, waited for when asked; fetched beforehand by `fetchAhead`. */
export function patient<T>(load: () => Promise<T>): () => Promise<T> {
  ahead.add(load);
  return () => whenThere(load);
}

/** A component whose script comes behind the page. */
export function late<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): LazyExoticComponent<ComponentType<P>> {
  return lazy(patient(load));
}

/** Fetch, one after the other, what the scripts loaded so far may want; what cannot come now is tried next time. */
export async function fetchAhead(): Promise<void> {
  for (const load of ahead) {
    try {
      await load();
      ahead.delete(load);
    } catch {
      return;
    }
  }
}
