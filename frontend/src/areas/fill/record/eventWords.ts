import "../../../i18n/parts/happened";
import "../../../i18n/parts/owed";
import "../../../i18n/parts/why";
import type { Bundle, EventView } from "../../../api/types";
import { say, translate, type Lang } from "../../../i18n";
import { happenedWords, saidWith } from "../../../render/owed/happened";
import { stageLabel } from "./stages";

/** What someone did, as a colleague would say it: "把阶段从 需求诊断 推进到 方案演示". */
export function eventWords(
  event: EventView,
  entity: string,
  bundle: Bundle,
  lang: Lang,
  name: (id: string) => string,
): string {
  const stage = (id: string | null) => stageLabel(bundle, entity, id, lang);
  switch (event.kind) {
    case "created":
      return event.to_stage === null
        ? translate("record.event.created")
        : translate("record.event.createdIn", { stage: stage(event.to_stage) });
    case "edited":
      return translate(event.data["carried"] === undefined ? "record.event.edited" : "record.event.carried");
    case "moved":
      return translate("record.event.moved", { from: stage(event.from_stage), to: stage(event.to_stage) });
    case "acted": {
      const action = event.name === null ? "" : say(bundle.actions[event.name]?.label, lang) || event.name;
      return translate("record.event.acted", { action });
    }
    case "assigned": {
      const owner = event.data["owner"] ?? event.changes["_owner"]?.[1];
      const to = typeof owner === "string" ? name(owner) : "";
      return withReason(translate("record.event.assigned", { to }), event);
    }
    case "archived":
      return withReason(translate("record.event.archived"), event);
    case "path_changed":
      return translate("record.event.path");
    case "rolled_up":
      return translate("record.event.rolled");
    default: {
      const words = happenedWords(event, { bundle, lang, person: name });
      const said = saidWith(event);
      if (words === null) return event.name ?? event.kind;
      return said === "" ? words : translate("record.event.reason", { words, reason: said });
    }
  }
}

function withReason(words: string, event: EventView): string {
  const reason = event.data["reason"];
  return typeof reason === "string" && reason !== ""
    ? translate("record.event.reason", { words, reason })
    : words;
}
