import type { ReactElement } from "react";
import { setLang, useLang } from "../i18n";
import { Button } from "../kit";

/** Each language in its own words, so that it can be found by those who read no other. */
export function LanguageSwitch(): ReactElement {
  const lang = useLang();
  return (
    <div className="k-row">
      <Button
        size="s"
        tone={lang === "zh" ? "soft" : "quiet"}
        aria-pressed={lang === "zh"}
        lang="zh-CN"
        onClick={() => void setLang("zh")}
      >
        简体中文
      </Button>
      <Button
        size="s"
        tone={lang === "en" ? "soft" : "quiet"}
        aria-pressed={lang === "en"}
        lang="en"
        onClick={() => void setLang("en")}
      >
        English
      </Button>
    </div>
  );
}
