import type { Lang } from "../../../i18n";

/** An instant on the organisation's clock, whole: "2026年3月2日 周一 09:00", in English "Mon, 2 Mar 2026, 09:00". */
export function when(at: string, zone: string, lang: Lang): string {
  const format = new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: lang === "zh" ? "numeric" : "short",
    day: "numeric",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  if (lang !== "zh") return format.format(Date.parse(at));
  const part = Object.fromEntries(
    format.formatToParts(Date.parse(at)).map(({ type, value }) => [type, value]),
  );
  const { year = "", month = "", day = "", weekday = "", hour = "", minute = "" } = part;
  return `${year}年${month}月${day}日 ${weekday} ${hour}:${minute}`;
}
