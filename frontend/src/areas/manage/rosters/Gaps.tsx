import type { ReactElement } from "react";
import type { Shifts, Stretch } from "../../../api/time";
import { useListed, useT } from "../../../i18n";
import { Banner, Button } from "../../../kit";
import { minuteOf, wallOf, type Draft } from "./week";

interface GapsProps {
  found: Shifts;
  monday: string;
  zone: string;
  /** Shifts were changed since: what is listed is of the saved ones. */
  changed: boolean;
  onFill: (draft: Draft) => void;
}

/** When nobody is on duty, and when several are. */
export function Gaps({ found, monday, zone, changed, onFill }: GapsProps): ReactElement {
  const listed = useListed();
  const t = useT();
  const minutes = (one: Stretch) => ({
    from: minuteOf(monday, one.from, zone),
    to: minuteOf(monday, one.to, zone),
  });
  const words = (one: Stretch) => {
    const { from, to } = minutes(one);
    const text = (minute: number) => {
      const { date, time } = wallOf(monday, minute);
      return `${date.slice(5)} ${time}`;
    };
    return t("ros.stretch", { from: text(from), to: text(to) });
  };
  return (
    <>
      {changed ? <Banner icon="info">{t("ros.unsavedGaps")}</Banner> : null}
      {found.gaps.length === 0 ? <p className="k-muted">{t("ros.gaps.none")}</p> : null}
      <ul className="ros-gaps">
        {found.gaps.map((one) => (
          <li key={`${one.from} ${one.unit ?? ""}`}>
            <span>
              {words(one)}
              {one.unit_name ? ` · ${one.unit_name}` : ""}
            </span>
            <Button
              size="s"
              onClick={() =>
                onFill({
                  key: crypto.randomUUID(),
                  id: null,
                  person: "",
                  name: "",
                  active: true,
                  ...minutes(one),
                  unit: one.unit,
                  note: "",
                })
              }
            >
              {t("ros.gaps.fill")}
            </Button>
          </li>
        ))}
      </ul>
      {found.overlaps.length > 0 ? (
        <>
          <h3>{t("ros.overlaps")}</h3>
          <p className="k-muted k-small">{t("ros.overlaps.help")}</p>
          <ul className="ros-gaps">
            {found.overlaps.map((one) => (
              <li key={`${one.from} ${one.unit ?? ""}`}>
                {words(one)} · {listed(one.people.map((person) => person.name))}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
