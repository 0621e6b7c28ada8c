import "../../../i18n/parts/designtalk";
import { useState, type ReactElement } from "react";
import { useT } from "../../../i18n";
import { Button } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { PlaceTalk } from "./PlaceTalk";
import { TopicBody } from "./TopicBody";
import { TopicList } from "./TopicList";
import "./talk.css";

/** All remarks and proposals of the app: what waits for a decision, and what became of the rest. */
export default function TalkSection(): ReactElement {
  const t = useT();
  const { key, goTo, took } = useWorkbench();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className="dtk-section">
      <div className="k-page-head">
        <div>
          <h1>{t("dtalk.title")}</h1>
          <p className="k-muted k-small">{t("dtalk.help")}</p>
        </div>
      </div>
      {open === null ? (
        <TopicList app={key} onOpen={setOpen} />
      ) : (
        <div className="k-card k-stack">
          <div>
            <Button icon="back" tone="quiet" onClick={() => setOpen(null)}>
              {t("dtalk.all")}
            </Button>
          </div>
          <TopicBody app={key} id={open} onGone={() => setOpen(null)} onPlace={goTo} onAccepted={took} />
        </div>
      )}
    </div>
  );
}

/** Talk about the place that is selected, beside it. */
export function TalkPanel(): ReactElement {
  const { key, at, took } = useWorkbench();
  const path = at ?? "app";
  return <PlaceTalk key={path} app={key} path={path} onAccepted={took} />;
}
