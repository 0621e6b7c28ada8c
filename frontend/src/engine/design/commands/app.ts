/** What a supervisor does to the app as a whole: its name, what it is for, its icon. */

import type { Lang } from "../../model/entity.ts";
import type { AppDoc } from "../documents.ts";
import { replacing } from "./edit.ts";
import type { Command } from "../operations.ts";
import { command } from "./wording.ts";

/** The name in one language; in Chinese it is never empty. */
export const renameApp = (app: AppDoc, text: string, lang: Lang): Command =>
  command("应用改名为{}", "Rename the app to {}", { zh: text }, replacing(app, `app/name/${lang}`, text));

/** What the app is for, in one language; empty: not said. A help without Chinese cannot stand: it takes the same words. */
export function explainApp(app: AppDoc, text: string, lang: Lang): Command {
  const told = text === "" ? null : text;
  const operations =
    told === null && lang === "zh"
      ? replacing(app, "app/help", null)
      : app.app.help == null && told !== null
        ? replacing(app, "app/help", lang === "zh" ? { zh: told } : { zh: told, en: told })
        : replacing(app, `app/help/${lang}`, told);
  return command("改应用说明", "Change what the app is for", null, operations);
}

export const iconApp = (app: AppDoc, icon: string): Command =>
  command("换应用图标", "Change the app's icon", null, replacing(app, "app/icon", icon));
