import { useEffect, useState, type RefCallback } from "react";

/**
 * Calls `seen` each time the element comes near the visible part of what scrolls it (a table's frame, else the window):
 * the next page is asked for before the end is reached, and not before somebody goes there.
 */
export function useSeen(seen: () => void): RefCallback<HTMLElement> {
  const [node, setNode] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!node || !("IntersectionObserver" in window)) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) seen();
      },
      { root: node.closest(".k-table-wrap"), rootMargin: "400px" },
    );
    observer.observe(node);
    return () => observer.disconnect();
  }, [node, seen]);
  return setNode;
}
