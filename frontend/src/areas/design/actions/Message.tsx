import { useMutation } from "@tanstack/react-query";
import { Suspense, useState, type ReactElement } from "react";
import { previewText } from "../../../api/channels";
import { fieldChoices } from "../../../engine/design/fieldChoices";
import { fieldName } from "../../../engine/design/sentences/names";
import { messageText, placeholdersOf } from "../../../engine/design/sentences/trigger";
import { useSay, useT, type Text } from "../../../i18n";
import { Banner, Button, Field, late, Skeleton } from "../../../kit";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import { isKnown } from "./placeholders";

const MessageLine = late(async () => ({ default: (await import("./MessageLine")).MessageLine }));

interface MessageProps {
  entity: string;
  text: Text;
  onChange: (text: Text) => void;
}

/** The text of a message in both languages, with the fields it names as chips, and how each channel shows it. */
export function Message({ entity, text, onChange }: MessageProps): ReactElement {
  const t = useT();
  const names = useNames();
  const choices = fieldChoices(names.app, entity, 1).map(({ path }) => ({
    path,
    label: fieldName(names, entity, path),
  }));
  const unknown = placeholdersOf({ ...text }).filter((path) => !isKnown(names.app, entity, path));
  const line = (label: string, value: string, set: (value: string) => void, placeholder = "") => (
    <Field label={label} group>
      {(aria) => (
        <Suspense fallback={<Skeleton />}>
          <MessageLine
            label={label}
            labelledBy={aria["aria-labelledby"] ?? ""}
            value={value}
            fields={choices}
            placeholder={placeholder}
            onChange={set}
          />
        </Suspense>
      )}
    </Field>
  );
  return (
    <>
      {line(t("dacts.message.zh"), text.zh, (zh) => {
        if (zh.trim()) onChange({ ...text, zh });
      })}
      {line(
        t("dacts.message.en"),
        text.en ?? "",
        (en) => onChange({ zh: text.zh, ...(en.trim() ? { en } : {}) }),
        text.zh,
      )}
      {unknown.length > 0 ? (
        <Banner tone="bad" icon="alert">
          {t("dacts.message.unknown", { names: unknown.join(t("dacts.comma")) })}
        </Banner>
      ) : null}
      <Previews entity={entity} text={text} />
    </>
  );
}

/** What a mail's text says, without its marks: it is never put into the page as markup. */
const plainOf = (format: string, text: string): string =>
  format === "html"
    ? (new DOMParser().parseFromString(text, "text/html").body.textContent || "").trim()
    : text;

function Previews({ entity, text }: { entity: string; text: Text }): ReactElement {
  const t = useT();
  const say = useSay();
  const names = useNames();
  const { key } = useWorkbench();
  const [of, setOf] = useState<string | null>(null);
  const preview = useMutation({ mutationFn: () => previewText(key, entity, text) });
  const now = JSON.stringify([entity, text]);
  const show = () => {
    setOf(now);
    preview.mutate();
  };
  const fresh = of === now;
  return (
    <div className="k-stack" data-gap="s">
      <div>
        <Button size="s" icon="eye" busy={preview.isPending} onClick={show}>
          {t("dacts.preview.channels")}
        </Button>
      </div>
      {fresh && preview.data ? (
        <ul className="da-channels">
          {preview.data.shown.map((one) => (
            <li key={one.kind}>
              <b>{t(`dacts.channel.${one.kind as "email"}`) || one.kind}</b>
              <p>{plainOf(one.format, one.text)}</p>
            </li>
          ))}
        </ul>
      ) : null}
      {fresh && preview.isError ? (
        <>
          <p className="k-help">{t("dacts.preview.local")}</p>
          <ul className="da-channels">
            <li>
              <p>{messageText(names, entity, say(text))}</p>
            </li>
          </ul>
        </>
      ) : null}
    </div>
  );
}
