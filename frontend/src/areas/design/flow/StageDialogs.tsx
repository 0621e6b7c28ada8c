import { useState, type ReactElement } from "react";
import { lineOf, pathsWith } from "../../../engine/design/commands/flow-lines";
import { addStage, archiveStage, mayRemoveStage, removeStage } from "../../../engine/design/commands/flows";
import { stageUses } from "../../../engine/design/commands/flow-uses";
import type { FlowDoc, StageKind } from "../../../engine/design/documents";
import { useSay, useT } from "../../../i18n";
import { Button, Check, ChipChoice, Confirm, Dialog, Field } from "../../../kit";
import { AskName } from "../shared/AskName";
import { useWorkbench } from "../workbench/context";
import { pathTo } from "./place";
import { KINDS } from "./panel/StagePanel";

/** Where a new stage is to stand; null: beside the lines, or at the end of every path. */
export interface Insertion {
  readonly place: { readonly stage: string; readonly side: "before" | "after" } | null;
  readonly paths?: readonly string[] | undefined;
}

interface AddProps {
  flow: FlowDoc;
  insertion: Insertion;
  onClose: () => void;
  onAdded: (id: string) => void;
}

/** Asks for the name of a new stage; the rest has an answer already and can be changed there. */
export function AddStage({ flow, insertion, onClose, onAdded }: AddProps): ReactElement {
  const { app, run, goTo } = useWorkbench();
  const t = useT();
  const say = useSay();
  const { place } = insertion;
  const around = insertion.paths ?? (place ? pathsWith(flow, place.stage) : Object.keys(flow.paths));
  const [kind, setKind] = useState<StageKind>(place ? "open" : "hold");
  const [paths, setPaths] = useState<readonly string[]>(around);
  const [keep, setKeep] = useState(false);
  const line = kind === "open" || kind === "won";
  const between =
    place !== null &&
    around.some((path) => {
      const stages = lineOf(flow, path);
      const at = stages.indexOf(place.stage);
      return place.side === "after" ? at < stages.length - 1 : at > 0;
    });
  const name = place ? say(flow.stages[place.stage]?.label) : "";
  return (
    <AskName
      title={
        place
          ? t(place.side === "after" ? "dflow.insertAfter" : "dflow.insertBefore", { name })
          : t("dflow.stage.new")
      }
      label={t("dflow.stage.name")}
      confirm={t("dflow.add")}
      onClose={onClose}
      onDone={(label) => {
        const where = line && place ? { place, paths, keep } : {};
        const made = addStage(app, flow.id, { label, kind, ...where });
        run(made.command);
        goTo(pathTo(flow.id, "stages", made.id));
        onAdded(made.id);
      }}
    >
      <Field label={t("dflow.kind")} group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            options={KINDS.map((one) => ({ id: one, label: t(`dflow.kind.${one}`) }))}
            value={kind}
            onChange={(one) => {
              if (one !== null) setKind(one as StageKind);
            }}
          />
        )}
      </Field>
      {line && around.length > 1 ? (
        <div role="group" aria-label={t("dflow.onPaths")}>
          <span className="k-label">{t("dflow.onPaths")}</span>
          {around.map((path) => (
            <Check
              key={path}
              label={say(flow.paths[path]?.label)}
              checked={paths.includes(path)}
              onChange={(on) => setPaths(on ? [...paths, path] : paths.filter((one) => one !== path))}
            />
          ))}
        </div>
      ) : null}
      {line && between ? <Check label={t("dflow.keep")} checked={keep} onChange={setKeep} /> : null}
      {line ? null : <p className="k-muted k-small">{t("dflow.side.help")}</p>}
    </AskName>
  );
}

interface RemoveProps {
  flow: FlowDoc;
  id: string;
  onClose: () => void;
}

/** Before a stage goes: what goes with it, what has to be changed first, what becomes of records in it. */
export function RemoveStage({ flow, id, onClose }: RemoveProps): ReactElement {
  const { app, live, run, goTo } = useWorkbench();
  const t = useT();
  const say = useSay();
  const name = say(flow.stages[id]?.label);
  const wasLive = Object.hasOwn(live?.flows?.[flow.id]?.stages ?? {}, id);
  const uses = stageUses(app, live, flow.id, id);
  const may = mayRemoveStage(app, live, flow.id, id);
  const list = (
    <ul className="flw-uses">
      {uses.map((use) => (
        <li key={use.path}>
          <button
            type="button"
            className="flw-link"
            onClick={() => {
              onClose();
              goTo(use.path);
            }}
          >
            {say(use.label)}
          </button>{" "}
          {t(`dflow.use.${use.how}`)}
          {wasLive ? null : <span className="k-muted">{t(`dflow.fate.${use.fate}`)}</span>}
        </li>
      ))}
    </ul>
  );
  const leave = (command: ReturnType<typeof archiveStage>) => {
    run(command);
    goTo(`flow/${flow.id}`);
    onClose();
  };
  if (wasLive)
    return (
      <Confirm
        title={t("dflow.archive.title", { name })}
        confirm={t("dflow.archive")}
        onClose={onClose}
        onConfirm={() => leave(archiveStage(app, flow.id, id))}
      >
        <p>{t("dflow.archive.help")}</p>
        {uses.length > 0 ? (
          <>
            <p>{t("dflow.archive.uses")}</p>
            {list}
          </>
        ) : null}
      </Confirm>
    );
  if (may)
    return (
      <Confirm
        title={t("dflow.remove.title", { name })}
        confirm={t("dflow.takeAway")}
        tone="danger"
        onClose={onClose}
        onConfirm={() => leave(removeStage(app, live, flow.id, id))}
      >
        <p>{t("dflow.remove.help")}</p>
        {uses.length > 0 ? list : null}
      </Confirm>
    );
  return (
    <Dialog
      title={t("dflow.remove.title", { name })}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" onClick={() => leave(archiveStage(app, flow.id, id))}>
            {t("dflow.archive.instead")}
          </Button>
        </>
      }
    >
      <p>{t(uses.length > 0 ? "dflow.remove.forbidden" : "dflow.remove.last")}</p>
      {list}
    </Dialog>
  );
}
