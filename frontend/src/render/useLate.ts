import { useEffect, useState } from "react";

/** `value`, once it has stayed the same for `ms`: a search is asked when the typing pauses. */
export function useLate<T>(value: T, ms = 250): T {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return late;
}
