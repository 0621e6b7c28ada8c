import { useEffect, useRef, useState, type ReactElement } from "react";
import {
  addView,
  moveView,
  removeView,
  renameView,
  setFilter,
} from "../../../../engine/design/commands/lists";
import { textWith } from "../../../../engine/design/commands/wording";
import { inOrder } from "../../../../engine/model/entity";
import type { PathInfo } from "../../../../engine/model/paths";
import { useLang, useSay, useT } from "../../../../i18n";
import { Button, IconButton } from "../../../../kit";
import { RuleField } from "../../rules/RuleField";
import { CommitInput } from "../../shared/CommitInput";
import { useWorkbench } from "../../workbench/context";
import { Notes } from "../parts/Notes";
import { OrderList } from "../parts/OrderList";
import { SortField } from "./ListDesigner";

/** The views of a list: a name, which records, in which order. */
export function Views({ list, paths }: { list: string; paths: readonly PathInfo[] }): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, run } = useWorkbench();
  const [opened, setOpened] = useState<string | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
  const doc = app.lists?.[list];
  const views = doc?.views ?? {};
  return (
    <>
      <OrderList
        label={t("ddata.list.views")}
        ids={inOrder(views)}
        nameOf={(id) => say(views[id]?.label)}
        onMove={(id, before) => run(moveView(app, list, id, before))}
      >
        {(id) => (
          <div className="dd-view">
            <div className="dd-column">
              <ViewName
                fresh={id === fresh}
                value={views[id]?.label[lang] ?? say(views[id]?.label)}
                onCommit={(text) => {
                  const label = textWith(views[id]?.label, lang, text);
                  if (label) run(renameView(app, list, id, label));
                }}
              />
              <IconButton
                size="s"
                icon="filter"
                label={t("ddata.list.viewOpen", { name: say(views[id]?.label) })}
                aria-expanded={opened === id}
                onClick={() => setOpened(opened === id ? null : id)}
              />
              <IconButton
                size="s"
                icon="trash"
                label={t("ddata.list.viewRemove", { name: say(views[id]?.label) })}
                onClick={() => run(removeView(app, list, id))}
              />
            </div>
            <Notes at={`list/${list}/views/${id}`} />
            {opened === id ? (
              <div className="k-stack">
                <RuleField
                  label={t("ddata.list.filter")}
                  place={{ entity: doc?.entity ?? "" }}
                  value={views[id]?.filter}
                  empty={t("ddata.list.all")}
                  onChange={(filter) => run(setFilter(app, list, id, filter))}
                />
                <SortField list={list} view={id} paths={paths} value={views[id]?.sort ?? null} />
              </div>
            ) : null}
          </div>
        )}
      </OrderList>
      <Button
        size="s"
        tone="soft"
        icon="plus"
        onClick={() => {
          const made = addView(app, list, { zh: t("ddata.list.newView") });
          run(made.command);
          setOpened(made.view);
          setFresh(made.view);
        }}
      >
        {t("ddata.list.addView")}
      </Button>
    </>
  );
}

interface NameProps {
  value: string;
  /** Just added: its name is ready to be typed over. */
  fresh: boolean;
  onCommit: (value: string) => void;
}

function ViewName({ value, fresh, onCommit }: NameProps): ReactElement {
  const t = useT();
  const line = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!fresh) return;
    line.current?.focus();
    line.current?.select();
  }, [fresh]);
  return (
    <CommitInput
      ref={line}
      label={t("ddata.list.viewName")}
      value={value}
      needed
      maxLength={40}
      onCommit={onCommit}
    />
  );
}
