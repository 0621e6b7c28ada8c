import { useLang } from "../../../i18n";
import { useWorkbench, type Finding } from "./context";
import { findingWords, type FindingWords } from "./findingWords";

/** How a finding is said wherever it stands: what is wrong and what helps, with the names of what it names. */
export function useFindingWords(): (finding: Finding) => FindingWords {
  const { app, live } = useWorkbench();
  const lang = useLang();
  return (finding) => findingWords(live === null ? [app] : [app, live], finding, lang);
}
