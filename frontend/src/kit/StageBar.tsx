import { useEffect, useRef, type ReactElement } from "react";
import { useT } from "../i18n";
import { Icon } from "./Icon";

export type StageState = "done" | "now" | "ahead" | "won" | "lost" | "hold";

export interface StageStep {
  id: string;
  label: string;
  state: StageState;
}

/** The way of a record: stages behind, here, ahead. The state is said in words for those who do not see the colour. */
export function StageBar({ steps }: { steps: readonly StageStep[] }): ReactElement {
  const t = useT();
  const list = useRef<HTMLOListElement>(null);
  const here = steps.find((step) => step.state !== "done" && step.state !== "ahead")?.id;
  useEffect(() => {
    const node = list.current?.querySelector<HTMLElement>('[aria-current="step"]');
    if (node && list.current) list.current.scrollLeft = node.offsetLeft - list.current.clientWidth / 3;
  }, [here]);
  return (
    <ol ref={list} className="k-stages" aria-label={t("kit.stages")} tabIndex={0}>
      {steps.map((step) => (
        <li
          key={step.id}
          className="k-stage"
          data-state={step.state}
          aria-current={step.id === here ? "step" : undefined}
        >
          {step.state === "done" || step.state === "won" ? <Icon name="check" size={14} /> : null}
          {step.label}
          <span className="k-sr">({t(`kit.stage.${step.state}`)})</span>
        </li>
      ))}
    </ol>
  );
}
