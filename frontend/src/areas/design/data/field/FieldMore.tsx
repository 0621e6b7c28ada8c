import { useState, type ReactElement } from "react";
import {
  archiveField,
  isPublished,
  removeField,
  restoreField,
} from "../../../../engine/design/commands/fields";
import { setEntity } from "../../../../engine/design/commands/entities";
import { hasSetting, KIND_INFO, mayBeTitle } from "../../../../engine/design/commands/kinds";
import { usesOf, type Use } from "../../../../engine/design/commands/uses";
import { useSay, useT, type Key } from "../../../../i18n";
import { Button, Check, Confirm, Field } from "../../../../kit";
import { CommitInput } from "../../shared/CommitInput";
import { useWorkbench } from "../../workbench/context";
import { ReplaceDialog } from "./ReplaceDialog";
import { both, type Held } from "./useField";

/** The rest: filtering, currency, and how a field goes or becomes another. */
export function FieldMore({ held }: { held: Held }): ReactElement {
  const t = useT();
  const { app, live, run } = useWorkbench();
  const [asked, setAsked] = useState<"go" | "replace" | null>(null);
  const { property, set, entity, id } = held;
  const { kind, filterable, currency, archived } = property.field;
  const isTitle = app.entities[entity]?.entity.title === id;
  const published = isPublished(live, entity, id);
  return (
    <>
      {KIND_INFO[kind]?.can_filter ? (
        <Check
          label={t("ddata.more.filterable")}
          checked={filterable === true}
          onChange={(on) =>
            set(
              { "field/filterable": on },
              on ? both("可筛选", "can be filtered by") : both("不可筛选", "cannot be filtered by"),
            )
          }
        />
      ) : null}
      {hasSetting(kind, "currency") && (kind === "money" || currency != null) ? (
        <Field
          label={t("ddata.more.currency")}
          help={t(published ? "ddata.more.currencyFixed" : "ddata.more.currencyHelp")}
        >
          {(aria) =>
            published ? (
              <output id={aria.id}>{currency ?? "CNY"}</output>
            ) : (
              <CommitInput
                aria={aria}
                value={currency ?? "CNY"}
                maxLength={3}
                needed
                onCommit={(text) => {
                  if (/^[A-Za-z]{3}$/.test(text))
                    set({ "field/currency": text.toUpperCase() }, both("币种", "currency"));
                }}
              />
            )
          }
        </Field>
      ) : null}
      {isTitle ? <p className="k-help">{t("ddata.more.isTitle")}</p> : null}
      {!isTitle && mayBeTitle(kind) && !archived ? (
        <Button
          size="s"
          onClick={() => run(setEntity(app, entity, "title", id, both("标题字段", "title field")))}
        >
          {t("ddata.more.makeTitle")}
        </Button>
      ) : null}
      <div className="k-row">
        <Button size="s" icon="refresh" onClick={() => setAsked("replace")}>
          {t("ddata.more.replace")}
        </Button>
        {archived ? (
          <Button size="s" onClick={() => run(restoreField(app, entity, id))}>
            {t("ddata.field.restore")}
          </Button>
        ) : (
          <Button
            size="s"
            tone="quiet"
            icon={published ? "archive" : "trash"}
            disabled={isTitle}
            onClick={() => setAsked("go")}
          >
            {t(published ? "ddata.more.archive" : "ddata.more.remove")}
          </Button>
        )}
      </div>
      <p className="k-help">{t(published ? "ddata.more.published" : "ddata.more.fresh")}</p>
      {asked === "go" ? <GoDialog held={held} published={published} onClose={() => setAsked(null)} /> : null}
      {asked === "replace" ? (
        <ReplaceDialog held={held} published={published} onClose={() => setAsked(null)} />
      ) : null}
    </>
  );
}

interface GoProps {
  held: Held;
  published: boolean;
  onClose: () => void;
}

function GoDialog({ held: { entity, id, property }, published, onClose }: GoProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run, goTo } = useWorkbench();
  const uses = usesOf(app, entity, id).filter((one) => !one.path.startsWith("access/"));
  const name = say(property.field.label);
  return (
    <Confirm
      title={t(published ? "ddata.go.archive" : "ddata.go.remove", { name })}
      confirm={t(published ? "ddata.more.archive" : "ddata.more.remove")}
      tone={published ? "primary" : "danger"}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        run(published ? archiveField(app, entity, id) : removeField(app, entity, id));
        goTo(`entity/${entity}`);
      }}
    >
      <p>{t(published ? "ddata.go.archiveHow" : "ddata.go.removeHow")}</p>
      <Uses uses={uses} onGo={onClose} />
    </Confirm>
  );
}

interface UsesProps {
  uses: readonly Use[];
  /** What becomes of them, where they are not left to be mended by hand. */
  says?: Key;
  onGo: () => void;
}

/** What names a field: what goes with it, and what must be mended by hand, each with a way there. */
export function Uses({ uses, says = "ddata.go.open", onGo }: UsesProps): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { goTo } = useWorkbench();
  const open = uses.filter((one) => one.what !== "layout");
  const layout = [...new Set(uses.filter((one) => one.what === "layout").map((one) => say(one.words)))];
  return (
    <>
      {layout.length > 0 ? (
        <p className="k-muted">{t("ddata.go.layout", { places: layout.join(t("ddata.comma")) })}</p>
      ) : null}
      {open.length > 0 ? (
        <>
          <p>
            <strong>{t(says)}</strong>
          </p>
          <ul className="dd-uses">
            {open.map((one) => (
              <li key={one.path}>
                <Button
                  tone="link"
                  onClick={() => {
                    onGo();
                    goTo(one.path);
                  }}
                >
                  {say(one.words)}
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
