import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import { listEdits } from "../../../api/design";
import {
  discardDraft,
  readChanges,
  restoreVersion,
  type Hidden,
  type Version,
} from "../../../api/publishing";
import { bothOf } from "../../../engine/design/commands/wording";
import { useSay, useT } from "../../../i18n";
import { Banner, Confirm, toast } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { Answer } from "./Answer";
import { Differences } from "./Differences";

interface GoBackProps {
  /** A version, or what is in force. */
  to: Version | "live";
  onClose: () => void;
  /** The draft says it now. */
  onWent: () => void;
  onRefused: (problem: ApiProblem | null) => void;
}

/** The draft says what a version said: what that means is shown first. An edit like any other: it is published, or taken back. */
export function GoBack({ to, onClose, onWent, onRefused }: GoBackProps): ReactElement {
  const t = useT();
  const client = useQueryClient();
  const { key, revision, took } = useWorkbench();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    onRefused(null);
    try {
      const done = await (to === "live"
        ? discardDraft(key, revision)
        : restoreVersion(key, to.number, revision));
      void client.invalidateQueries({ queryKey: ["design", key] });
      if (done.revision > revision) {
        const [edit] = (await listEdits(key, done.revision - 1)).edits;
        if (edit) took({ label: bothOf(edit.label), operations: edit.operations });
        toast({ text: t("dpub.back.done") });
        onWent();
      } else toast({ text: t("dpub.back.nothing") });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      onRefused(error);
    }
    onClose();
  };
  return (
    <Confirm
      title={to === "live" ? t("dpub.discard.sure") : t("dpub.back.sure", { n: to.number })}
      confirm={to === "live" ? t("dpub.discard") : t("dpub.version.back")}
      tone="primary"
      size="m"
      busy={busy}
      onConfirm={() => void go()}
      onClose={onClose}
    >
      <p className="dpb-back">{t(to === "live" ? "dpub.discard.text" : "dpub.back.text")}</p>
      <Meant to={to} />
    </Confirm>
  );
}

/** What a publication would change then, or what is given up. */
function Meant({ to }: { to: Version | "live" }): ReactElement {
  const t = useT();
  const { key, revision } = useWorkbench();
  const found = useQuery({
    queryKey: ["design", key, "back", to === "live" ? to : to.number, revision],
    queryFn: () => readChanges(key, to === "live" ? {} : { to: to.number }),
    staleTime: 60_000,
  });
  return (
    <>
      <Rests hidden={found.data?.hidden ?? []} />
      <p className="dpb-back">
        <b>{t(to === "live" ? "dpub.discard.changes" : "dpub.back.changes")}</b>
      </p>
      <Answer of={found}>
        {(changes) => (
          <Differences changes={changes} none={t(to === "live" ? "dpub.changes.none" : "dpub.back.same")} />
        )}
      </Answer>
    </>
  );
}

/** What came since and has records: nothing of it is lost, and nobody sees it until there is a version with it again. */
function Rests({ hidden }: { hidden: readonly Hidden[] }): ReactElement | null {
  const t = useT();
  const say = useSay();
  if (hidden.length === 0) return null;
  return (
    <div className="dpb-back">
      <Banner tone="info">
        <p>{t("dpub.back.hidden")}</p>
        <ul className="dpb-rests">
          {hidden.map((one) => (
            <li key={one.entity}>
              {one.rows_of === null
                ? t("dpub.back.hidden.of", { name: say(one.label), n: one.records })
                : t("dpub.back.hidden.rows", { name: say(one.label), of: say(one.rows_of), n: one.records })}
            </li>
          ))}
        </ul>
      </Banner>
    </div>
  );
}
