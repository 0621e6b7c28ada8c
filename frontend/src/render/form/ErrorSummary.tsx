import { useEffect, useRef, type ReactElement } from "react";
import { useLang, useSay, useT } from "../../i18n";
import { Banner } from "../../kit";
import { useForm } from "./context";
import { controlId } from "./FieldRow";
import { planAt } from "./places";
import { type FormStore } from "./store";
import { wrongText } from "./words";

interface SummaryProps {
  form: string;
  store: FormStore;
  order: readonly string[];
}

/** Bring the control at a place into sight and the focus to it. */
export function goTo(form: string, path: string): void {
  const direct = document.getElementById(controlId(form, path));
  const whole = document.getElementById(controlId(form, path.replace(/[[.].*$/, "")));
  const target = direct ?? whole;
  target?.closest("details")?.setAttribute("open", "");
  const inner = target?.matches("input,select,textarea,button,[tabindex]")
    ? target
    : target?.querySelector<HTMLElement>("input:not([hidden]),select,textarea,button");
  (inner ?? target)?.focus();
  target?.scrollIntoView({ block: "center" });
}

/** After a try to submit: how much is wrong, each with a way to it; the first is focused at each try. */
export default function ErrorSummary({ form, store, order }: SummaryProps): ReactElement | null {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  useForm(store);
  const wrongs = store.triedOnce ? store.wrongs(order) : [];
  const tries = store.tries;
  // It may come to the page only after the first try.
  const seen = useRef(0);
  const first = wrongs[0]?.path;
  useEffect(() => {
    if (seen.current === tries) return;
    seen.current = tries;
    if (first !== undefined) goTo(form, first);
  }, [tries, first, form]);
  if (wrongs.length === 0) return null;
  return (
    <Banner tone="bad" icon="alert" live="status">
      <strong>{t("render.errors.title", { n: wrongs.length })}</strong>
      <ul className="r-wrongs">
        {wrongs.map(({ path, wrong }) => {
          const field = planAt(store.plan, path);
          const label = say(field?.label);
          const row = /\[(\d+)\]/.exec(path)?.[1];
          const place = row === undefined ? "" : `${t("render.row", { n: Number(row) + 1 })} `;
          const words = wrongText(wrong, field?.property, label, lang);
          return (
            <li key={path}>
              <button type="button" onClick={() => goTo(form, path)}>
                {place}
                {label === "" || words.includes(label) ? words : t("render.pair", { label, text: words })}
              </button>
            </li>
          );
        })}
      </ul>
    </Banner>
  );
}
