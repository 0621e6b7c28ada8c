import type { ReactElement } from "react";
import { changesOf } from "../../api/changed";
import type { ApiProblem } from "../../api/http";
import { useLang, useSay } from "../../i18n";
import { Banner } from "../../kit";
import { placeOf, planAt } from "./places";
import { type FormStore } from "./store";
import { wrongText } from "./words";

export interface ProblemNoteProps {
  problem: ApiProblem;
  /** The form that shows issues at its own fields; what it does not show is said here. */
  store?: FormStore;
  /** Needs are listed elsewhere. */
  quietNeeds?: boolean;
}

/** What the server refused, what exactly is in the way, and what to do about it. */
export default function ProblemText({ problem, store, quietNeeds = false }: ProblemNoteProps): ReactElement {
  const say = useSay();
  const lang = useLang();
  const elsewhere = problem.issues.filter(
    (issue) => !store || !planAt(store.plan, placeOf(store.plan, issue.path)),
  );
  const words = [
    ...elsewhere.map((issue) => wrongText(issue, undefined, issue.path, lang)),
    ...(quietNeeds ? [] : problem.needs.map((need) => say(need.message) || say(need.label))),
  ];
  const changes = changesOf(problem);
  return (
    <Banner tone={changes.length > 0 ? "warn" : "bad"} icon="alert" live="alert">
      <strong>{say(problem.text)}</strong>
      {changes.length > 0 ? (
        <>
          <div>{say(problem.remedy)}</div>
          <ul className="fill-bullets">
            {changes.map(({ place, words: what }) => (
              <li key={`${say(place)} ${say(what)}`}>
                {say(place) === "" ? null : <b>{say(place)} </b>}
                {say(what)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {words.length > 0 ? (
        <ul className="fill-bullets">
          {words.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      ) : problem.remedy && changes.length === 0 ? (
        <div>{say(problem.remedy)}</div>
      ) : null}
    </Banner>
  );
}
