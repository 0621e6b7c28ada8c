import type { ReactElement } from "react";
import {
  addOption,
  archiveOption,
  colourOption,
  optionsIn,
  removeOption,
  renameOption,
  type Of,
} from "../../../../engine/design/commands/options";
import { textWith } from "../../../../engine/design/commands/wording";
import { useLang, useSay, useT } from "../../../../i18n";
import { Menu, type MenuItem } from "../../../../kit";
import { CommitInput } from "../../shared/CommitInput";
import { useWorkbench } from "../../workbench/context";
import { ColourMenu } from "./ColourMenu";

interface OptionRowProps {
  of: Of;
  id: string;
  depth: number;
  /** Tags hang below each other. */
  tree: boolean;
  /** Both languages in sight. */
  both: boolean;
  /** More than one is left: it may go into another, or go. */
  several: boolean;
  onAsk: (what: "merge" | "parent") => void;
}

/** An option: its colour, its name in place, and what can be done with it. */
export function OptionRow({
  of,
  id,
  depth,
  tree,
  both,
  several,
  onAsk,
}: OptionRowProps): ReactElement | null {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, live, run } = useWorkbench();
  const option = optionsIn(app, of)[id];
  if (!option) return null;
  const name = say(option.label);
  const other = lang === "zh" ? "en" : "zh";
  const published = live !== null && Object.hasOwn(optionsIn(live, of), id);
  const rename = (which: "zh" | "en") => (text: string) => {
    const next = textWith(option.label, which, text);
    if (next) run(renameOption(app, of, id, next));
  };
  const branch: MenuItem[] = [
    {
      key: "child",
      label: t("ddata.option.child"),
      icon: "plus",
      onSelect: () => run(addOption(app, of, { zh: t("ddata.option.new") }, id).command),
    },
    { key: "parent", label: t("ddata.option.parent"), icon: "back", onSelect: () => onAsk("parent") },
  ];
  const remove: MenuItem = {
    key: "remove",
    label: t("ddata.option.remove"),
    icon: "trash",
    tone: "danger",
    disabled: !several,
    onSelect: () => run(removeOption(app, of, id)),
  };
  const going: MenuItem[] = [
    {
      key: "merge",
      label: t("ddata.option.merge"),
      icon: "link",
      disabled: !several,
      onSelect: () => onAsk("merge"),
    },
    option.archived
      ? {
          key: "back",
          label: t("ddata.option.restore"),
          icon: "refresh",
          onSelect: () => run(archiveOption(app, of, id, false)),
        }
      : {
          key: "retire",
          label: t("ddata.option.retire"),
          icon: "archive",
          onSelect: () => run(archiveOption(app, of, id, true)),
        },
    ...(published ? [] : [remove]),
  ];
  return (
    <div
      className="dd-option"
      data-retired={option.archived ? "" : undefined}
      style={{ paddingInlineStart: depth * 18 }}
    >
      <ColourMenu
        name={name}
        value={option.color ?? null}
        onChange={(color) => run(colourOption(app, of, id, color))}
      />
      <span className="dd-option-names">
        <CommitInput
          label={t("ddata.option.name", { name })}
          value={option.label[lang] ?? name}
          onCommit={rename(lang)}
          needed
          maxLength={80}
        />
        {both ? (
          <CommitInput
            label={t(`design.inOther.${other}`, { name })}
            value={option.label[other] ?? ""}
            placeholder={t(other === "en" ? "ddata.english" : "ddata.chinese")}
            onCommit={rename(other)}
            needed={other === "zh"}
            maxLength={80}
          />
        ) : null}
        {option.archived ? <span className="k-muted k-small">{t("ddata.option.retired")}</span> : null}
      </span>
      <Menu size="s" label={t("ddata.option.menu", { name })} groups={[tree ? branch : [], going]} />
    </div>
  );
}
