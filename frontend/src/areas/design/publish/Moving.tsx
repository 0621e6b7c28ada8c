import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { listVersions } from "../../../api/publishing";
import { useT } from "../../../i18n";
import { Banner } from "../../../kit";
import { useWorkbench } from "../workbench/context";

const LOOK_EVERY_MS = 3_000;

/** How many records of a publication wait to be moved to their new stage; nothing once all are. */
export function Moving(): ReactElement | null {
  const t = useT();
  const { key } = useWorkbench();
  const { data } = useQuery({
    queryKey: ["design", key, "versions"],
    queryFn: () => listVersions(key),
    refetchInterval: ({ state }) => (waiting(state.data) > 0 ? LOOK_EVERY_MS : false),
  });
  const left = waiting(data);
  return left > 0 ? (
    <Banner tone="info" icon="refresh" live="status">
      {t("dpub.moving", { n: left })}
    </Banner>
  ) : null;
}

const waiting = (versions: readonly { readonly moving: number }[] | undefined): number =>
  versions?.find(({ moving }) => moving > 0)?.moving ?? 0;
