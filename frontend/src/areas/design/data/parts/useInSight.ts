import { useEffect, type RefObject } from "react";

/**
 * Keeps what is selected in sight: what is added at the end of a long form would else come to stand where nobody looks.
 * At once and without the focus, which stays where somebody types. Cards out of sight have guessed heights, and the
 * address has just changed, which may scroll: so it is looked at again once the page has settled.
 */
export function useInSight(within: RefObject<HTMLElement | null>, selector: string | null): void {
  useEffect(() => {
    if (selector === null) return undefined;
    const show = () => within.current?.querySelector(selector)?.scrollIntoView({ block: "nearest" });
    show();
    let left = 3;
    const again = () => {
      show();
      left -= 1;
      if (left > 0) frame = requestAnimationFrame(again);
    };
    let frame = requestAnimationFrame(again);
    return () => cancelAnimationFrame(frame);
  }, [within, selector]);
}
