import { useId, type ReactElement, type ReactNode } from "react";

interface CardProps {
  title: string;
  /** Beside the title: a switch, a button. */
  action?: ReactNode;
  help?: ReactNode;
  children?: ReactNode;
}

/** One part of an editor under its title. */
export function Card({ title, action, help, children }: CardProps): ReactElement {
  const id = useId();
  return (
    <section className="da-card" aria-labelledby={id}>
      <div className="k-row" data-between="">
        <h3 id={id}>{title}</h3>
        {action}
      </div>
      {help === undefined ? null : <p className="k-help">{help}</p>}
      {children}
    </section>
  );
}
