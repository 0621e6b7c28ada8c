import type { ReactElement } from "react";
import { changeQueue, markQueue, removeQueue } from "../../../engine/design/commands/queues";
import type { QueueDoc } from "../../../engine/design/documents";
import { useT } from "../../../i18n";
import { FindingsHere } from "../shared/FindingsHere";
import { Marks } from "../shared/Marks";
import { useWorkbench } from "../workbench/context";
import { Card } from "./Card";
import { DocHead } from "./DocHead";

/** A list of what is owed for those who see to it: which duties, and who has it. */
export function QueueEditor({ id, doc }: { id: string; doc: QueueDoc }): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  return (
    <div className="da-main">
      <DocHead
        path={`queue/${id}`}
        kind="queue"
        label={doc.label}
        help={doc.help}
        published={false}
        off={false}
        onChange={(change) => run(changeQueue(app, id, change))}
        retire={null}
        revive={null}
        remove={() => removeQueue(app, id)}
      />
      <Card title={t("dacts.queue.what")}>
        <Marks
          label={t("dacts.queue.duties")}
          of={app.duties ?? {}}
          value={doc.duties}
          help={t("dacts.queue.duties.help")}
          onChange={(ids) => run(markQueue(app, id, "duties", ids))}
        />
        <Marks
          label={t("dacts.queue.roles")}
          of={app.access.roles}
          value={doc.roles}
          help={t("dacts.queue.roles.help")}
          onChange={(ids) => run(markQueue(app, id, "roles", ids))}
        />
        <FindingsHere path={`queue/${id}`} />
      </Card>
    </div>
  );
}
