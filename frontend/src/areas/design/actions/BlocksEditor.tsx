import type { ReactElement } from "react";
import * as duties from "../../../engine/design/commands/duties";
import { flowOf } from "../../../engine/design/places";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Field, Select } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import type { ClauseProps } from "./ClauseEditor";

type BlocksProps = Pick<ClauseProps, "id" | "doc">;

/** Which transitions are held up while it is owed: those that lead on from its stage first, all others on request. */
export function Blocks({ id, doc }: BlocksProps): ReactElement {
  const t = useT();
  const { app } = useWorkbench();
  const transitions = flowOf(app, doc.entity)?.transitions ?? {};
  const { blocks = {} } = doc;
  const gone = Object.keys(blocks).filter((one) => !Object.hasOwn(transitions, one));
  const on = duties.waysOn(app, doc);
  const near = (one: string) => on.includes(one) || Object.hasOwn(blocks, one);
  const ids = [...inOrder(transitions), ...gone];
  const first = on.length > 0 ? ids.filter(near) : ids;
  const rest = ids.filter((one) => !first.includes(one));
  if (ids.length === 0) return <p className="k-help">{t("dacts.blocks.none")}</p>;
  return (
    <>
      <p className="k-help">{t("dacts.blocks.help")}</p>
      {first.map((one) => (
        <Block key={one} id={id} doc={doc} transition={one} />
      ))}
      {rest.length > 0 ? (
        <details className="da-rest">
          <summary>{t("dacts.blocks.rest", { n: rest.length })}</summary>
          <div className="k-stack">
            {rest.map((one) => (
              <Block key={one} id={id} doc={doc} transition={one} />
            ))}
          </div>
        </details>
      ) : null}
    </>
  );
}

/** Whether one transition is held up, and from when on. */
function Block({ id, doc, transition }: BlocksProps & { transition: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const { blocks = {} } = doc;
  const label = flowOf(app, doc.entity)?.transitions[transition]?.label;
  const mark = blocks[transition];
  return (
    <Field label={say(label ?? { zh: "（已不存在）", en: "(gone)" })}>
      {(aria) => (
        <Select
          {...aria}
          value={mark ? (mark.when ?? "open") : null}
          empty={t("dacts.blocks.free")}
          options={(["open", "breached"] as const).map((when) => ({
            id: when,
            label: t(`dacts.blocks.${when}`),
          }))}
          onChange={(when) => {
            const others = Object.keys(blocks).filter((one) => one !== transition);
            if (when === null) run(duties.markDuty(app, id, "blocks", others));
            else run(duties.changeBlock(app, id, transition, when as "open" | "breached"));
          }}
        />
      )}
    </Field>
  );
}
