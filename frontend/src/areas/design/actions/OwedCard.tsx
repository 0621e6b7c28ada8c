import type { ReactElement } from "react";
import { inOrder } from "../../../engine/model/entity";
import { dutySentence } from "../../../engine/design/sentences/duty";
import { useSay, useT } from "../../../i18n";
import { Button } from "../../../kit";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import type { Adding } from "./AddDialog";
import { Card } from "./Card";

/** The duties that are done by an action. */
export function OwedCard({ id, onAdd }: { id: string; onAdd: (adding: Adding) => void }): ReactElement {
  const t = useT();
  const say = useSay();
  const names = useNames();
  const { app, goTo } = useWorkbench();
  const duties = inOrder(app.duties ?? {}).filter((duty) => app.duties?.[duty]?.action === id);
  return (
    <Card
      title={t("dacts.owed")}
      help={duties.length === 0 ? t("dacts.owed.none") : undefined}
      action={
        <Button size="s" icon="plus" onClick={() => onAdd({ kind: "duty", action: id })}>
          {t("dacts.kind.duty")}
        </Button>
      }
    >
      <ul className="da-duties">
        {duties.map((duty) => {
          const doc = app.duties?.[duty];
          return doc ? (
            <li key={duty}>
              <button type="button" className="da-row" onClick={() => goTo(`duty/${duty}`)}>
                <span>
                  <b>{say(doc.label)}</b>
                  <small>{dutySentence(names, doc)}</small>
                </span>
              </button>
            </li>
          ) : null;
        })}
      </ul>
    </Card>
  );
}
