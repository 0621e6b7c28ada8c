import type { ReactElement } from "react";
import { ordered, type ActionDoc } from "../../../api/documents";
import { useSay, useT } from "../../../i18n";

/** Which steps a request goes through before it takes effect. */
export function ApprovalSteps({ action }: { action: ActionDoc }): ReactElement {
  const t = useT();
  const say = useSay();
  return (
    <>
      <p>{t("sign.submit.help")}</p>
      <ol className="fill-steps">
        {ordered(action.approval?.steps).map(([id, step]) => (
          <li key={id}>{say(step.label)}</li>
        ))}
      </ol>
    </>
  );
}
