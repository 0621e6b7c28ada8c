import i18next from "i18next";
import { useSyncExternalStore } from "react";
import { zh, type Key } from "./zh";

/** Languages of the product. Chinese is bundled; English is fetched when chosen. */
export type Lang = "zh" | "en";
/** A text in several languages as documents and errors carry it; "zh" is always there. */
export interface Text {
  readonly zh: string;
  readonly en?: string;
}
export type { Key };
export type Params = Record<string, string | number>;
export type Translate = (key: Key, params?: Params) => string;

const STORED = "followthrough.lang";

export const translator = i18next.createInstance();

void translator.init({
  lng: "zh",
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false }, // React escapes
  resources: { zh: { translation: zh } },
  initAsync: false,
});

/** Switch the language of every text at once; remembered on this device. */
export async function setLang(lang: Lang): Promise<void> {
  if (lang === "en" && !translator.hasResourceBundle("en", "translation")) {
    const { en } = await import("./en");
    translator.addResourceBundle("en", "translation", en);
  }
  await translator.changeLanguage(lang);
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  try {
    localStorage.setItem(STORED, lang);
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}

/** The language chosen earlier on this device; Chinese when none was. */
export async function restoreLang(): Promise<void> {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(STORED);
  } catch {
    stored = null;
  }
  if (stored === "en") await setLang("en");
}

export function currentLang(): Lang {
  return translator.language === "en" ? "en" : "zh";
}

/** The text of `key` now, outside React. */
export const translate: Translate = (key, params) => translator.t(key, params ?? {});

function subscribe(changed: () => void): () => void {
  translator.on("languageChanged", changed);
  return () => translator.off("languageChanged", changed);
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
  const lang = useLang();
  return (text) => say(text, lang);
}
