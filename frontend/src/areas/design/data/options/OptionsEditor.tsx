import { useState, type ReactElement } from "react";
import {
  addOption,
  colourAll,
  hangOption,
  moveOption,
  optionsIn,
  treeOrder,
} from "../../../../engine/design/commands/options";
import { useSay, useT } from "../../../../i18n";
import { Button, Check, SearchInput } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";
import { OrderList } from "../parts/OrderList";
import { MergeDialog } from "./MergeDialog";
import { OptionRow } from "./OptionRow";
import { ParentDialog } from "./ParentDialog";
import { PasteDialog } from "./PasteDialog";

/** From so many options on a line narrows them down. */
const MANY = 15;

type Asked = { readonly what: "paste" } | { readonly what: "merge" | "parent"; readonly option: string };

/** The options of a field: named, coloured and ordered in place; pasted by the hundred; merged and retired. */
export function OptionsEditor({ entity, field }: { entity: string; field: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [text, setText] = useState("");
  const [both, setBoth] = useState(false);
  const [retired, setRetired] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const of = { entity, field };
  const options = optionsIn(app, of);
  const tree = app.entities[entity]?.properties[field]?.field.kind === "tags";
  const order = treeOrder(options);
  const depth = new Map(order.map((one) => [one.id, one.depth]));
  const wanted = text.trim().toLowerCase();
  const hit = (id: string) =>
    `${options[id]?.label.zh ?? ""} ${options[id]?.label.en ?? ""}`.toLowerCase().includes(wanted);
  const gone = order.filter(({ id }) => options[id]?.archived === true).length;
  const ids = order
    .map(({ id }) => id)
    .filter((id) => (retired || options[id]?.archived !== true) && (wanted === "" || hit(id)));
  const close = () => setAsked(null);
  return (
    <div className="k-stack" data-gap="s">
      {order.length >= MANY ? (
        <SearchInput
          label={t("ddata.option.search", { count: order.length })}
          value={text}
          onChange={setText}
        />
      ) : null}
      <OrderList
        label={t("ddata.topic.options")}
        ids={ids}
        nameOf={(id) => say(options[id]?.label)}
        sameBranch={(a, b) => (options[a]?.parent ?? null) === (options[b]?.parent ?? null)}
        onMove={(id, before) => run(moveOption(app, of, id, before))}
      >
        {(id) => (
          <OptionRow
            of={of}
            id={id}
            depth={depth.get(id) ?? 0}
            tree={tree}
            both={both}
            several={order.length > 1}
            onAsk={(what) => setAsked({ what, option: id })}
          />
        )}
      </OrderList>
      <div className="k-row">
        <Button
          size="s"
          tone="soft"
          icon="plus"
          onClick={() => run(addOption(app, of, { zh: t("ddata.option.new") }).command)}
        >
          {t("ddata.option.add")}
        </Button>
        <Button size="s" tone="soft" icon="clipboard" onClick={() => setAsked({ what: "paste" })}>
          {t("ddata.option.paste")}
        </Button>
        <Button size="s" tone="quiet" onClick={() => run(colourAll(app, of))}>
          {t("ddata.option.colourAll")}
        </Button>
      </div>
      <Check label={t("ddata.option.both")} checked={both} onChange={setBoth} />
      {gone > 0 ? (
        <Check
          label={t("ddata.option.showRetired", { count: gone })}
          checked={retired}
          onChange={setRetired}
        />
      ) : null}
      {asked?.what === "paste" ? <PasteDialog of={of} tree={tree} onClose={close} /> : null}
      {asked?.what === "merge" ? <MergeDialog of={of} option={asked.option} onClose={close} /> : null}
      {asked?.what === "parent" ? (
        <ParentDialog
          of={of}
          option={asked.option}
          onClose={close}
          onPick={(parent) => run(hangOption(app, of, asked.option, parent))}
        />
      ) : null}
    </div>
  );
}
