import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { listVersions } from "../../../api/publishing";
import { useT } from "../../../i18n";
import { Banner } from "../../../kit";
import { useWorkbench } from "../workbench/context";

const LOOK_EVERY_MS = 3_000;

/** How many records of a publication wait to be moved to their new stage, and values to be copied; nothing once all are. */
export function Moving(): ReactElement | null {
  const t = useT();
  const { key } = useWorkbench();
  const { data } = useQuery({
    queryKey: ["design", key, "versions"],
    queryFn: () => listVersions(key),
    refetchInterval: ({ state }) =>
      waiting(state.data, "moving") + waiting(state.data, "copying") > 0 ? LOOK_EVERY_MS : false,
  });
  return (
    <>
      {(["moving", "copying"] as const).map((what) => {
        const left = waiting(data, what);
        return left > 0 ? (
          <Banner key={what} tone="info" icon="refresh" live="status">
            {t(`dpub.${what}`, { n: left })}
          </Banner>
        ) : null;
      })}
    </>
  );
}

type Waiting = "moving" | "copying";
const waiting = (versions: readonly Readonly<Record<Waiting, number>>[] | undefined, what: Waiting): number =>
  versions?.find((one) => one[what] > 0)?.[what] ?? 0;
