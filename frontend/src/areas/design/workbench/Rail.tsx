import { useEffect, useRef, useState, type ReactElement } from "react";
import { SECTIONS, sectionOf, type Section } from "../../../engine/design/sections";
import { useSay, useT, type Key } from "../../../i18n";
import { Icon, usePhone, type IconName } from "../../../kit";
import type { StepState } from "./checklist";
import { useWorkbench } from "./context";
import { useTalkCounts } from "./talkCounts";

const ICON: Readonly<Record<Section, IconName>> = {
  data: "table",
  flow: "flag",
  actions: "bolt",
  tables: "columns",
  access: "lock",
  talk: "chat",
  try: "eye",
  publish: "send",
};

interface RailProps {
  steps: readonly StepState[];
  section: Section;
  onOpen: (section: Section) => void;
}

/** How far the app has come, and its sections; on a phone one line: the sections, and at its end how far. */
export function Rail({ steps, section, onOpen }: RailProps): ReactElement {
  const t = useT();
  const { findings } = useWorkbench();
  const { waiting } = useTalkCounts();
  const phone = usePhone();
  const sections = useRef<HTMLElement>(null);
  // On a phone the sections are one line that is longer than the screen: where one is stays in sight.
  useEffect(() => {
    const line = sections.current;
    const here = line?.querySelector<HTMLElement>("[aria-current]");
    if (line && here) line.scrollLeft = here.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
  }, [section]);
  const errors = (of: Section): number =>
    findings.filter((one) => one.severity === "error" && sectionOf(one.path) === of).length;
  const list = <Checklist steps={steps} onOpen={onOpen} />;
  return (
    <div className="d-rail">
      {phone ? null : list}
      <nav ref={sections} className="d-sections" aria-label={t("design.sections")}>
        {SECTIONS.map((one) => {
          const n = errors(one);
          return (
            <button
              key={one}
              type="button"
              aria-current={one === section ? "page" : undefined}
              title={t(`design.section.${one}` satisfies Key)}
              onClick={() => onOpen(one)}
            >
              <Icon name={ICON[one]} />
              <span>{t(`design.section.${one}` satisfies Key)}</span>
              {n > 0 ? (
                <b className="d-count">
                  {n}
                  <span className="k-sr"> {t("design.step.problems", { n })}</span>
                </b>
              ) : null}
              {one === "talk" && waiting > 0 ? (
                <b className="d-count" data-tone="talk">
                  {waiting}
                  <span className="k-sr"> {t("design.talk.waiting", { n: waiting })}</span>
                </b>
              ) : null}
            </button>
          );
        })}
      </nav>
      {phone ? list : null}
    </div>
  );
}

function Checklist({ steps, onOpen }: Omit<RailProps, "section">): ReactElement {
  const t = useT();
  const say = useSay();
  const phone = usePhone();
  const [wanted, setWanted] = useState<boolean | null>(null);
  const open = wanted ?? !phone;
  const done = steps.filter((one) => one.done).length;
  const next = steps.find((one) => !one.done);
  const hint = next?.hint;
  const words = hint
    ? t(hint.key, { ...hint.params, ...(hint.of ? { what: say(hint.of) } : {}) })
    : t("design.steps.all");
  return (
    <section className="d-steps" aria-label={t("design.steps")}>
      <button type="button" className="d-steps-head" aria-expanded={open} onClick={() => setWanted(!open)}>
        <span className={phone ? "k-sr" : undefined}>{t("design.steps")}</span>
        <b>{t("design.steps.count", { done, all: steps.length })}</b>
        <Icon name={open ? "chevronUp" : "chevronDown"} size={16} />
      </button>
      <div className="d-steps-bar" aria-hidden="true">
        <span style={{ inlineSize: `${(done / steps.length) * 100}%` }} />
      </div>
      {next && !open ? (
        <button type="button" className="d-steps-next" onClick={() => onOpen(next.section)}>
          <b>{t(`design.step.${next.name}` satisfies Key)}</b> {words}
        </button>
      ) : null}
      {open ? (
        <ol>
          {steps.map((one) => (
            <li key={one.name}>
              <button
                type="button"
                data-state={one.problems > 0 ? "problems" : one.done ? "done" : "open"}
                onClick={() => onOpen(one.section)}
              >
                <i aria-hidden="true">
                  {one.problems > 0 ? "!" : one.done ? <Icon name="check" size={12} /> : null}
                </i>
                <span>{t(`design.step.${one.name}` satisfies Key)}</span>
                {one.problems > 0 ? (
                  <em>{t("design.step.problems", { n: one.problems })}</em>
                ) : (
                  <span className="k-sr">{t(one.done ? "design.step.done" : "design.step.open")}</span>
                )}
              </button>
              {one === next ? <p>{words}</p> : null}
            </li>
          ))}
        </ol>
      ) : null}
      {next === undefined && open ? <p className="d-steps-all">{words}</p> : null}
    </section>
  );
}
