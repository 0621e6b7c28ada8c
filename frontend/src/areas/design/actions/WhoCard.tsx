import type { ReactElement } from "react";
import { changeAction, markAction } from "../../../engine/design/commands/actions";
import type { ActionDoc } from "../../../engine/design/documents";
import { flowOf } from "../../../engine/design/places";
import { useT } from "../../../i18n";
import { RuleField } from "../rules/RuleField";
import { Marks } from "../shared/Marks";
import { TextPair } from "../shared/TextPair";
import { useWorkbench } from "../workbench/context";
import { Card } from "./Card";

/** Who may do it, and when. */
export function WhoCard({ id, doc }: { id: string; doc: ActionDoc }): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const flow = flowOf(app, doc.entity);
  return (
    <Card title={t("dacts.who")}>
      <Marks
        label={t("dacts.who.roles")}
        of={app.access.roles}
        value={doc.roles}
        help={t("dacts.who.roles.help")}
        onChange={(ids) => run(markAction(app, id, "roles", ids))}
      />
      {flow || Object.keys(doc.stages ?? {}).length > 0 ? (
        <Marks
          label={t("dacts.who.stages")}
          of={flow?.stages ?? {}}
          value={doc.stages}
          help={t("dacts.who.stages.help")}
          onChange={(ids) => run(markAction(app, id, "stages", ids))}
        />
      ) : null}
      <RuleField
        label={t("dacts.who.when")}
        place={{ entity: doc.entity }}
        value={doc.when}
        empty={t("dacts.always")}
        onChange={(when) => run(changeAction(app, id, { when }))}
      />
      {doc.when || doc.message ? (
        <TextPair
          label={t("dacts.who.message")}
          value={doc.message}
          help={t("dacts.who.message.help")}
          onChange={(message) => run(changeAction(app, id, { message }))}
        />
      ) : null}
    </Card>
  );
}
