import { useSyncExternalStore } from "react";
import type { Catalogue, Key } from "./zh";
import { app } from "./zh/app";
import { kit } from "./zh/kit";

/** Languages of the product. Chinese is bundled; English is fetched when chosen. */
export type Lang = "zh" | "en";
/** A text in several languages as documents and errors carry it; "zh" is always there. */
export interface Text {
  readonly zh: string;
  readonly en?: string;
}
export type { Key };
export type Params = Readonly<Record<string, string | number>>;
export type Translate = (key: Key, params?: Params) => string;

const STORED = "followthrough.lang";

/** The Chinese texts here so far: those of the frame, and of every part of the product whose page has been loaded. */
const chinese: Partial<Catalogue> = { ...kit, ...app };

let lang: Lang = "zh";
let texts: Partial<Catalogue> = chinese;
const watchers = new Set<() => void>();

/** The texts of one part (`i18n/parts`); each page brings its own, so that none loads those of all. */
export function addTexts(part: Partial<Catalogue>): void {
  Object.assign(chinese, part);
}

/** Switch the language of every text at once; remembered on this device. */
export async function setLang(next: Lang): Promise<void> {
  texts = next === "en" ? (await import("./en")).en : chinese;
  lang = next;
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
  for (const watcher of watchers) watcher();
}

/** The language chosen earlier on this device; Chinese when none was. */
export async function restoreLang(): Promise<void> {
  try {
    if (localStorage.getItem(STORED) === "en") await setLang("en");
  } catch {
    // No storage, no memory of a choice.
  }
}

export const currentLang = (): Lang => lang;

/**
 * The text of `key` now, its `{{name}}` places filled; outside React. `{{n|change|changes}}` is the word that goes with a
 * number: the first for one, the second for every other.
 */
export const translate: Translate = (key, params = {}) =>
  (texts[key] ?? "").replace(
    /\{\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}\}/g,
    (_, name: string, one?: string, many?: string) => {
      const value = String(params[name] ?? "");
      return one === undefined ? value : ((value === "1" ? one : many) ?? "");
    },
  );

function subscribe(changed: () => void): () => void {
  watchers.add(changed);
  return () => {
    watchers.delete(changed);
  };
}

export function useLang(): Lang {
  return useSyncExternalStore(subscribe, currentLang, currentLang);
}

/** `t` of the current language; the component draws again when the language changes. */
export function useT(): Translate {
  useLang();
  return translate;
}

/** The text in `lang`, else in Chinese, else "". */
export function say(text: Text | null | undefined, lang: Lang): string {
  return text?.[lang] ?? text?.zh ?? "";
}

/** `say` bound to the current language. */
export function useSay(): (text: Text | null | undefined) => string {
  const now = useLang();
  return (text) => say(text, now);
}

/** Several words one after another, separated as the language in use does. */
export function useListed(): (words: readonly string[]) => string {
  const language = useLang();
  return (words) => words.join(language === "zh" ? "、" : ", ");
}
