import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiProblem } from "../../../api/http";
import { inTrial, noteTrial, turnTo } from "../../../api/trial";
import { advanceTrial, readTrial, trialKey, type Step, type Trial } from "../../../api/trying";
import { say, currentLang, translate } from "../../../i18n";
import { standStill, toast } from "../../../kit";

/** Says why something did not work. */
export function sayProblem(error: unknown): void {
  if (!(error instanceof ApiProblem)) throw error;
  toast({ text: say(error.text, currentLang()), tone: "bad" });
}

/** One's trial of an app; null: none. */
export const useTrial = (app: string) => useQuery({ queryKey: trialKey(app), queryFn: () => readTrial(app) });

/** Lets the time of a trial go on; everything shown is asked for anew. */
export function useAdvance(app: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ trial, step }: { trial: Trial; step: Step }) => advanceTrial(app, trial.now, step),
    onSuccess: ({ trial, happened }) => {
      const here = inTrial();
      if (here !== null) {
        noteTrial({ ...here, now: trial.now });
        standStill(Date.parse(trial.now));
      }
      client.setQueryData(trialKey(app), trial);
      if (here !== null)
        void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "design" });
      toast({
        text: happened.length === 0 ? translate("dtry.quiet") : translate("dtry.new", { n: happened.length }),
      });
    },
    onError: sayProblem,
  });
}

/** Acts as somebody of a trial from now on: the page is loaded anew, in the other house. */
export function actAs(trial: Trial, person: string): void {
  turnTo({ id: trial.id, app: trial.app, person, now: trial.now }, `/a/${trial.app}/today`);
}

/** Back to the designer; the trial stays. */
export function leaveTrial(app: string): void {
  turnTo(null, `/design/${app}/try`);
}
