import type { ReactElement } from "react";
import { pathLabel } from "../../../engine/model/naming";
import { labelsOf, scopeOf, type PathInfo } from "../../../engine/model/paths";
import { BETWEEN } from "../../../engine/model/naming";
import { isOp, type Node } from "../../../engine/rules/ast";
import type { RuleIssue } from "../../../engine/rules/shape";
import { issueWords, nodeAt } from "../../../engine/rules/issue-text";
import { sentence } from "../../../engine/rules/sentence";
import { useLang, useT } from "../../../i18n";
import { Icon } from "../../../kit";

interface IssuesProps {
  issues: readonly RuleIssue[];
  rule: Node;
  names: readonly PathInfo[];
}

/** What the check says of a rule, each with the part of the rule it is about. */
export function Issues({ issues, rule, names }: IssuesProps): ReactElement | null {
  const t = useT();
  const lang = useLang();
  if (issues.length === 0) return null;
  const nameOf = (key: string): string => {
    const found = names.find(({ path }) => path === key);
    return found ? pathLabel(found, lang) : key;
  };
  const placeOf = (path: string): string | null => {
    const part = path === "$" ? null : nodeAt(rule, path);
    if (!part || (isOp(part) && part.op === "")) return null;
    return sentence(part, scopeOf(names), labelsOf(names, BETWEEN), lang);
  };
  return (
    <ul className="rul-issues">
      {issues.map((issue) => {
        const { severity, message, remedy } = issueWords(issue, lang, nameOf);
        const part = placeOf(issue.path);
        return (
          <li key={`${issue.path} ${issue.code} ${JSON.stringify(issue.params)}`} data-severity={severity}>
            <Icon name={severity === "error" ? "alert" : "info"} size={14} />
            <span>
              {part === null ? null : <strong>{t("drule.at", { part })} </strong>}
              {message}
              {remedy === "" ? null : <span className="k-muted"> {remedy}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
