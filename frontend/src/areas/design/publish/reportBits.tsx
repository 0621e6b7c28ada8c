import { Link } from "@tanstack/react-router";
import { useState, type ReactElement, type ReactNode } from "react";
import { useLang, useT } from "../../../i18n";
import { Button } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { useZone } from "./EffectiveAt";

/** How many cases or rows are there at first. */
export const FEW = 5;
/** How many more come at a press: what thousands of people were told is not drawn at once. */
const STEP = 50;

/** The first few of a list, and the button for more where there are more, which says how many are left. */
export function useFew<T>(
  all: readonly T[],
  few: number,
  words: "dpub.flight.more" | "dpub.more" = "dpub.flight.more",
): [readonly T[], ReactNode] {
  const t = useT();
  const [count, setCount] = useState(few);
  const left = all.length - count;
  return [
    all.slice(0, count),
    left > 0 ? (
      <Button key="more" tone="quiet" onClick={() => setCount(count + STEP)}>
        {left > STEP ? t(`${words}.of`, { n: STEP, left }) : t(words, { n: left })}
      </Button>
    ) : null,
  ];
}

/** That not all are listed, where not all are: `of` what was counted. */
export function Unlisted({ of, listed }: { of: number; listed: number }): ReactElement | null {
  const t = useT();
  if (of <= listed) return null;
  return <p className="k-muted k-small">{t("dpub.unlisted", { n: of - listed, of: listed })}</p>;
}

/** What it was, and what it would have been. */
export function Two({ old, new: now }: { old: number; new: number }): ReactElement {
  return old === now ? (
    <span className="k-muted dpb-two">{old}</span>
  ) : (
    <span className="dpb-two">
      {old} → <b>{now}</b>
    </span>
  );
}

/** A record by its title, to be opened. */
export function Named({
  entity,
  record,
  title,
}: {
  entity: string;
  record: string;
  title: string;
}): ReactElement {
  const t = useT();
  const { key } = useWorkbench();
  return (
    <Link to="/a/$app/e/$entity/$id" params={{ app: key, entity, id: record }}>
      {title || t("dpub.untitled")}
    </Link>
  );
}

/** The day of an instant on the organisation's clock. */
export function useDay(): (at: string) => string {
  const lang = useLang();
  const zone = useZone();
  return (at) =>
    new Date(at).toLocaleDateString(lang === "zh" ? "zh-CN" : "en-GB", {
      timeZone: zone,
      dateStyle: "medium",
    });
}

const DAY = 86_400_000;

/** An ISO week ("2026-W10") as people say it, with the Monday it begins on. */
export function useWeek(): (week: string) => string {
  const t = useT();
  const lang = useLang();
  return (week) => {
    const [, year = "", n = ""] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
    if (year === "") return week;
    // The fourth of January lies in the first week.
    const fourth = Date.UTC(Number(year), 0, 4);
    const monday = fourth + (Number(n) - 1) * 7 * DAY - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
    const day = new Date(monday).toLocaleDateString(lang === "zh" ? "zh-CN" : "en-GB", {
      timeZone: "UTC",
      month: lang === "zh" ? "long" : "short",
      day: "numeric",
    });
    return t("dpub.weekOf", { year, n: Number(n), day });
  };
}
