/** The server's stream of what is new, as long as the page is in sight; after a failure with growing pauses. */
export interface Listener {
  /** Whether the stream stands; while it does not, whoever listens asks now and then. */
  onLive: (live: boolean) => void;
  onUnread: () => void;
  onOwed: () => void;
}

const FIRST = 2_000;
const LONGEST = 300_000;

/** The pause before try number `n` (from 1): doubled each time up to five minutes. */
export const pauseBefore = (n: number): number => Math.min(FIRST * 2 ** Math.min(n - 1, 20), LONGEST);

/** Starts listening; the answer stops it. */
export function listen({ onLive, onUnread, onOwed }: Listener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
    onLive(false);
  };
  const open = () => {
    if (source !== null || document.visibilityState === "hidden" || typeof EventSource === "undefined")
      return;
    const stream = new EventSource("/api/stream");
    source = stream;
    stream.addEventListener("open", () => {
      failures = 0;
      onLive(true);
      // What came while nobody listened.
      onUnread();
    });
    stream.addEventListener("unread", onUnread);
    stream.addEventListener("owed", onOwed);
    stream.addEventListener("error", () => {
      // The browser's own retry knows no pause that grows, and gives up for good on a refusal.
      close();
      failures += 1;
      timer = setTimeout(open, pauseBefore(failures));
    });
  };
  // A page nobody looks at keeps no connection: browsers allow six per server, and each tab would hold one.
  const seen = () => {
    if (document.visibilityState === "hidden") close();
    else open();
  };
  document.addEventListener("visibilitychange", seen);
  open();
  return () => {
    document.removeEventListener("visibilitychange", seen);
    close();
  };
}
