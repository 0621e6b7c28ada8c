import { useLang } from "../../../i18n";
import { useWorkbench, type Finding } from "./context";
import { findingWords } from "./words";

/** How a finding is said wherever it stands: what is wrong and what helps, with the names of what it names. */
export function useFindingWords(): (finding: Finding) => {
  readonly message: string;
  readonly remedy: string;
} {
  const { app } = useWorkbench();
  const lang = useLang();
  return (finding) => ({
    message: findingWords(app, finding, finding.message, lang),
    remedy: findingWords(app, finding, finding.remedy, lang),
  });
}
