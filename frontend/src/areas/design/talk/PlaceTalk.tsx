import { useState, type ReactElement } from "react";
import { remark } from "../../../api/talk";
import type { Command } from "../../../engine/design/operations";
import { useT } from "../../../i18n";
import { Button } from "../../../kit";
import { TextForm } from "./TextForm";
import { TopicBody } from "./TopicBody";
import { TopicList } from "./TopicList";
import { useTold } from "./useTalk";

interface PlaceTalkProps {
  app: string;
  /** The place; "app": the app as a whole. */
  path: string;
  onAccepted?: (command: Command) => void;
}

/** What is said about a place, and a word of one's own. */
export function PlaceTalk({ app, path, onAccepted }: PlaceTalkProps): ReactElement {
  const t = useT();
  const told = useTold(app);
  const [open, setOpen] = useState<string | null>(null);
  if (open !== null)
    return (
      <div className="k-stack">
        <div>
          <Button size="s" icon="back" tone="quiet" onClick={() => setOpen(null)}>
            {t("dtalk.here")}
          </Button>
        </div>
        <TopicBody app={app} id={open} onGone={() => setOpen(null)} {...(onAccepted ? { onAccepted } : {})} />
      </div>
    );
  return (
    <div className="k-stack">
      <TopicList app={app} path={path} plain onOpen={setOpen} />
      <TextForm
        what={`remark ${app} ${path}`}
        label={t("dtalk.say")}
        send={t("dtalk.say.send")}
        onSend={async (text, key) => told(await remark(app, path, text, key))}
      />
    </div>
  );
}
