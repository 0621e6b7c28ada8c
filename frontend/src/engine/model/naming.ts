/** How paths are called: the names of what every record has, and what stands between the labels of a path. */

import type { Lang, Text } from "./entity.ts";
import type { PathInfo } from "./paths.ts";

/** Names of what every record has; `_path` only where there is more than one way. */
export const SYSTEM_NAMES: Readonly<Record<string, Text>> = {
  _stage: { zh: "阶段", en: "Stage" },
  _path: { zh: "路径", en: "Path" },
  _owner: { zh: "负责人", en: "Owner" },
  _unit: { zh: "部门", en: "Unit" },
  _created_at: { zh: "创建时间", en: "Created" },
  _updated_at: { zh: "更新时间", en: "Updated" },
  _created_by: { zh: "创建人", en: "Created by" },
};

/** What stands between the labels of a path: "客户的客户等级". */
export const BETWEEN: Text = { zh: "的", en: " › " };

/** The label of a path in one language: "客户的客户等级". */
export function pathLabel(info: PathInfo, lang: Lang): string {
  const between = BETWEEN[lang] ?? BETWEEN.zh;
  return info.labels.map((label) => label[lang] ?? label.zh).join(between);
}
