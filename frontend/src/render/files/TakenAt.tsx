import "../../i18n/parts/fill";
import type { ReactElement } from "react";
import { instantOfTaken } from "../../engine/form/taken";
import { useT } from "../../i18n";
import { useApp } from "../context";
import { useClock } from "../owed/Due";

/** When the camera says that a picture was taken, on the organisation's clock; nothing when it says nothing. */
export function TakenAt({ at }: { at: string | null | undefined }): ReactElement | null {
  const t = useT();
  const { bundle } = useApp();
  const when = useClock();
  const instant = instantOfTaken(at, bundle.zone);
  return instant === null ? null : (
    <time className="k-small k-muted" dateTime={instant}>
      {t("render.file.taken", { when: when(instant) })}
    </time>
  );
}
