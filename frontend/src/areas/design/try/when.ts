import type { Lang } from "../../../i18n";

/** An instant on the organisation's clock, whole: "2026/3/2 周一 09:00". */
export const when = (at: string, zone: string, lang: Lang): string =>
  new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(Date.parse(at));
