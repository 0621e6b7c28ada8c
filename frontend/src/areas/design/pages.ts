/** The pages of the designer: the frame knows this one file of them, so that a rep's phone carries nothing more. */
export const start = () => import("./start/StartPage");
export const bench = () => import("./workbench/BenchPage");
