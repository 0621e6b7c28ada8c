import type { ReactElement } from "react";
import { useSession } from "../../../api/hooks";
import { useLang, type Lang } from "../../../i18n";

/** A moment as people say it, in the organisation's zone. */
export function whenWords(at: string, lang: Lang, zone: string): string {
  return new Date(at).toLocaleString(lang === "zh" ? "zh-CN" : "en-GB", {
    timeZone: zone,
    dateStyle: "medium",
    timeStyle: "short",
  });
}

export function useWhen(): (at: string) => string {
  const lang = useLang();
  const zone = useSession().data?.organisation.zone ?? "Asia/Shanghai";
  return (at) => whenWords(at, lang, zone);
}

/** Who, and when. */
export function By({
  name,
  at,
  more = [],
}: {
  name: string;
  at: string;
  more?: readonly string[];
}): ReactElement {
  const when = useWhen();
  return (
    <span className="k-muted k-small">
      <b className="dtk-name">{name}</b> · <time dateTime={at}>{when(at)}</time>
      {more.map((words) => (
        <span key={words}> · {words}</span>
      ))}
    </span>
  );
}
