import type { ReactElement } from "react";
import {
  changeAction,
  removeAction,
  retireAction,
  reviveAction,
} from "../../../engine/design/commands/actions";
import { isRetired } from "../../../engine/design/commands/retiring";
import type { ActionDoc } from "../../../engine/design/documents";
import { actionSummary } from "../../../engine/design/sentences/action";
import { useT } from "../../../i18n";
import { ACT_ICONS, IconChoice } from "../shared/IconChoice";
import { FindingsHere } from "../shared/FindingsHere";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import type { Adding } from "./AddDialog";
import { ApprovalCard } from "./ApprovalCard";
import { DocHead } from "./DocHead";
import { EffectsCard } from "./EffectsCard";
import { EvidenceCard } from "./EvidenceCard";
import { FormCard } from "./FormCard";
import { OwedCard } from "./OwedCard";
import { Preview } from "./Preview";
import { RequiresCard } from "./RequiresCard";
import { WhoCard } from "./WhoCard";

interface ActionEditorProps {
  id: string;
  doc: ActionDoc;
  onAdd: (adding: Adding) => void;
}

/** An action from its name to what it does, with the form as a phone will show it. */
export function ActionEditor({ id, doc, onAdd }: ActionEditorProps): ReactElement {
  const t = useT();
  const names = useNames();
  const { app, live, run } = useWorkbench();
  const published = Boolean(live?.actions && Object.hasOwn(live.actions, id));
  return (
    <div className="da-action">
      <div className="da-main">
        <DocHead
          path={`action/${id}`}
          kind="action"
          label={doc.label}
          help={doc.help}
          published={published}
          off={isRetired(doc.when)}
          onChange={(change) => run(changeAction(app, id, change))}
          retire={() => retireAction(app, id)}
          revive={() => reviveAction(app, id)}
          remove={() => removeAction(app, id)}
        >
          <IconChoice
            label={t("dacts.icon")}
            value={doc.icon ?? null}
            of={ACT_ICONS}
            otherwise="check"
            onChange={(icon) => run(changeAction(app, id, { icon }))}
          />
        </DocHead>
        <ul className="da-summary" aria-label={t("dacts.summary")}>
          {actionSummary(names, doc).map(({ key, text }) => (
            <li key={key}>{text}</li>
          ))}
        </ul>
        <FindingsHere path={`action/${id}`} />
        <FormCard id={id} doc={doc} published={published} />
        <EvidenceCard id={id} doc={doc} />
        <WhoCard id={id} doc={doc} />
        <RequiresCard id={id} doc={doc} />
        <EffectsCard id={id} doc={doc} />
        <ApprovalCard id={id} doc={doc} published={published} />
        <OwedCard id={id} onAdd={onAdd} />
      </div>
      <aside className="da-aside" aria-label={t("dacts.preview")}>
        <Preview doc={doc} />
      </aside>
    </div>
  );
}
