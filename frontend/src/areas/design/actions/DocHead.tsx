import { useState, type ReactElement, type ReactNode } from "react";
import { usesOf } from "../../../engine/design/commands/act-uses";
import type { Command } from "../../../engine/design/operations";
import { useSay, useT, type Text } from "../../../i18n";
import { Badge, Banner, Button, Confirm, Menu } from "../../../kit";
import { TextPair } from "../shared/TextPair";
import { useWorkbench } from "../workbench/context";
import { useNames } from "../shared/useNames";
import { placeWords } from "../../../engine/design/sentences/places";

interface DocHeadProps {
  path: string;
  kind: "action" | "duty" | "trigger" | "queue";
  label: Text;
  help: Text | null | undefined;
  /** It was published: it can be put out of use, not taken away. */
  published: boolean;
  off: boolean;
  onChange: (change: { label?: Text; help?: Text | null }) => void;
  /** null: it cannot be put out of use. */
  retire: (() => Command) | null;
  revive: (() => Command) | null;
  remove: () => Command;
  /** What else is said of it beside its name. */
  children?: ReactNode;
}

/** The name of a document, what it is for, and its end. */
export function DocHead(props: DocHeadProps): ReactElement {
  const { path, kind, label, help, published, off, onChange, retire, revive, remove } = props;
  const t = useT();
  const say = useSay();
  const names = useNames();
  const { app, run, goTo } = useWorkbench();
  const [asking, setAsking] = useState(false);
  const [naming, setNaming] = useState(false);
  const uses = usesOf(app, path);
  const end = retire && published ? null : () => setAsking(true);
  return (
    <header className="da-head">
      <div className="k-row" data-between="">
        <h2>
          {say(label)} <Badge>{t(`dacts.kind.${kind}`)}</Badge>
        </h2>
        <span className="k-row">
          <Button size="s" tone="quiet" icon="edit" aria-expanded={naming} onClick={() => setNaming(!naming)}>
            {t("dacts.rename")}
          </Button>
          <Menu
            label={t("dacts.more")}
            groups={[
              retire && revive
                ? [
                    {
                      key: "off",
                      icon: off ? "refresh" : "archive",
                      label: t(off ? "dacts.revive" : "dacts.retire"),
                      onSelect: () => run(off ? revive() : retire()),
                    },
                  ]
                : [],
              end
                ? [{ key: "remove", icon: "trash", tone: "danger", label: t("dacts.remove"), onSelect: end }]
                : [],
            ]}
          />
        </span>
      </div>
      {off ? (
        <Banner
          tone="warn"
          action={
            revive ? (
              <Button size="s" onClick={() => run(revive())}>
                {t("dacts.revive")}
              </Button>
            ) : undefined
          }
        >
          {t(`dacts.off.${kind}`)}
        </Banner>
      ) : null}
      {help ? <p className="k-help">{say(help)}</p> : null}
      {naming ? (
        <>
          <TextPair
            label={t("dacts.name")}
            value={label}
            required
            onChange={(next) => {
              if (next) onChange({ label: next });
            }}
          />
          <TextPair
            label={t("dacts.help")}
            value={help}
            lines
            onChange={(next) => onChange({ help: next })}
          />
          {props.children}
        </>
      ) : null}
      {asking ? (
        <Confirm
          title={t("dacts.remove.title", { name: say(label) })}
          confirm={t("dacts.remove")}
          tone="danger"
          onClose={() => setAsking(false)}
          onConfirm={() => {
            const command = remove();
            goTo(null);
            run(command);
          }}
        >
          {uses.length > 0 ? (
            <>
              <p>{t("dacts.remove.uses")}</p>
              <ul className="da-uses">
                {uses.map((use) => (
                  <li key={use.path}>
                    {placeWords(names, use.path)} — {t(use.soft ? "dacts.remove.soft" : "dacts.remove.hard")}
                  </li>
                ))}
              </ul>
            </>
          ) : (
            <p>{t("dacts.remove.help")}</p>
          )}
        </Confirm>
      ) : null}
    </header>
  );
}
