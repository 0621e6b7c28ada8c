import "../../../i18n/parts/owed";
import { Suspense, useState, type ReactElement } from "react";
import type { Owed } from "../../../api/owed";
import type { RecordView } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Badge, late } from "../../../kit";
import { OwedRow } from "../../../render/owed/OwedRow";
import type { SeeKind } from "../../../render/owed/SeeDialog";
import { SeeMenu } from "../../../render/owed/SeeMenu";
import { useOwing } from "../owed/useOwing";

const SeeDialog = late(() => import("../../../render/owed/SeeDialog"));

/** What is owed on this record, overdue first, whoever owes it: do it, ask why, or see to it. */
export function Owing({ record }: { record: RecordView }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const [seeing, setSeeing] = useState<{ readonly kind: SeeKind; readonly owed: Owed } | null>(null);
  const owing = useOwing(() => undefined, null);
  const all = record.obligations ?? [];
  const open = all.filter((one) => one.state === "open");
  const overdue = open.filter((one) => one.overdue).length;
  if (open.length === 0) return null;
  return (
    <>
      <section
        className="k-card rec-owed"
        data-overdue={overdue > 0 ? "" : undefined}
        aria-label={t("owed.panel")}
      >
        <header>
          <h2>{t("owed.panel")}</h2>
          <Badge color={overdue > 0 ? "red" : "grey"}>
            {overdue > 0 ? `${t("owed.overdue")} ${overdue}` : open.length}
          </Badge>
        </header>
        <ul>
          {open.map((owed) => (
            <li key={owed.id}>
              <OwedRow
                owed={owed}
                named={false}
                onDo={owed.rights.act && !record.archived ? () => owing.begin(owed) : null}
                onWhy={() => owing.why(owed)}
                menu={
                  <SeeMenu owed={owed} name={say(owed.label)} onSee={(kind) => setSeeing({ kind, owed })} />
                }
              />
            </li>
          ))}
        </ul>
      </section>
      {/* Beside the card, not in it: what is over the page is no part of a box that clips. */}
      {owing.sheet}
      {seeing ? (
        <Suspense fallback={null}>
          <SeeDialog kind={seeing.kind} owed={[seeing.owed]} onClose={() => setSeeing(null)} />
        </Suspense>
      ) : null}
    </>
  );
}
