import { nowMs } from "./now";

/** The date on a wall calendar here and now, "YYYY-MM-DD". */
export function localToday(now = new Date(nowMs())): string {
  const pad = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}
