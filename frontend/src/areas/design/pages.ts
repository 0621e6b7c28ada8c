/** The pages of the designer: the frame knows this one file of them, so that a rep's phone carries nothing more. */
export const start = () => import("./start/StartPage");
/** The rules for those who live under them: no page of the designer, but its editors are behind it. */
export const rules = () => import("./talk/RulesPage");
export const bench = () => import("./workbench/BenchPage");
