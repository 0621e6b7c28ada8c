/** Places of documents in words: "必做动作「报价确认」", "阶段「报价」（商机推进）". */

import { textIn, type Text } from "../../model/entity.ts";
import { read } from "../operations.ts";
import { pick, quote, type Names } from "./names.ts";

const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  entity: ["业务对象", "entity"],
  form: ["表单", "form"],
  list: ["列表", "list"],
  flow: ["流程", "flow"],
  action: ["动作", "action"],
  duty: ["必做动作", "duty"],
  trigger: ["自动化", "automation"],
  queue: ["督办清单", "queue"],
  decision_table: ["判定表", "decision table"],
  metric: ["指标", "metric"],
  board: ["看板", "board"],
};
const PARTS: Readonly<Record<string, readonly [string, string]>> = {
  stages: ["阶段", "stage"],
  transitions: ["流转", "transition"],
};

const labelAt = (names: Names, path: string): string | null => {
  const found = read(names.app, `${path}/label`) as Text | null | undefined;
  return found ? textIn(found, names.lang) : null;
};

/** The document a path lies in, and the stage or transition where there is one. */
export function placeWords(names: Names, path: string): string {
  const [kind = "", id = "", member = "", part = ""] = path.split("/");
  const [zh, en] = KINDS[kind] ?? ["定义", "document"];
  const name = labelAt(names, `${kind}/${id}`) ?? pick(names, "（未命名）", "(unnamed)");
  const whole = `${pick(names, zh, en)}${pick(names, "", " ")}${quote(names, name)}`;
  const inner = PARTS[member];
  const label = inner ? labelAt(names, `${kind}/${id}/${member}/${part}`) : null;
  if (!inner || label === null) return whole;
  const words = `${pick(names, inner[0], inner[1])}${pick(names, "", " ")}${quote(names, label)}`;
  return pick(names, `${whole}的${words}`, `${words} of ${whole}`);
}
