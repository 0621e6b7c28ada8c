import type { ReactElement } from "react";
import type { Changes } from "../../../api/publishing";
import { sectionOf } from "../../../engine/design/sections";
import { useSay, useT } from "../../../i18n";
import { Badge, Button } from "../../../kit";
import { useWorkbench } from "../workbench/context";

const COLOR: Readonly<Record<string, string>> = { breaking: "red", narrowing: "yellow", additive: "green" };

interface DifferencesProps {
  changes: Changes;
  /** Words for no difference. */
  none: string;
  /** Places can be opened: they are those of the draft. */
  linked?: boolean;
}

/** What two versions say differently, in business words, what deserves a look first. */
export function Differences({ changes, none, linked = false }: DifferencesProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { goTo } = useWorkbench();
  if (changes.groups.length === 0) return <p className="k-muted">{none}</p>;
  return (
    <div className="dpb-groups">
      {changes.groups.map((group) => (
        <section key={group.kind} aria-label={say(group.label)}>
          <h3>
            <Badge color={COLOR[group.kind] ?? "grey"}>{say(group.label)}</Badge>{" "}
            <span className="k-muted k-small">{t("dpub.n", { n: group.changes.length })}</span>
          </h3>
          <ul>
            {group.changes.map((change) => (
              <li key={change.path}>
                {say(change.place) === "" ? null : <b>{say(change.place)}</b>}
                <span>{say(change.words)}</span>
                {linked && sectionOf(change.path) !== null ? (
                  <Button tone="link" onClick={() => goTo(change.path)}>
                    {t("dpub.look")}
                    <span className="k-sr"> {say(change.place)}</span>
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
