import "../../../i18n/parts/time";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { listRosters, type Roster } from "../../../api/time";
import { useSay, useT } from "../../../i18n";
import { Badge, Button, EmptyState, Select, SkeletonPage } from "../../../kit";
import { Failed } from "../shared/Failed";
import { ManagePage } from "../shared/ManagePage";
import { NewRoster } from "./NewRoster";
import { RosterWeek } from "./RosterWeek";
import "./rosters.css";

/** Who is on duty when: on holidays, at night, at weekends. */
export function RostersPage(): ReactElement {
  const t = useT();
  const say = useSay();
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const found = useQuery({ queryKey: ["rosters"], queryFn: listRosters });
  const rosters: readonly Roster[] = found.data ?? [];
  const shown = rosters.find((one) => one.id === chosen) ?? rosters[0];
  const add = (
    <Button icon="plus" tone={shown ? "plain" : "primary"} onClick={() => setAdding(true)}>
      {t("ros.add")}
    </Button>
  );
  return (
    <ManagePage title={t("ros.title")} help={t("ros.help")}>
      {found.isPending ? <SkeletonPage /> : null}
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data && !shown ? (
        <EmptyState icon="clock" title={t("ros.none")} action={add}>
          {t("ros.none.help")}
        </EmptyState>
      ) : null}
      {shown ? (
        <div className="k-stack">
          <div className="mng-tools">
            {rosters.length > 1 ? (
              <Select
                aria-label={t("ros.which")}
                empty={null}
                value={shown.id}
                onChange={setChosen}
                options={rosters.map((one) => ({ id: one.id, label: say(one.label) }))}
              />
            ) : (
              <strong>{say(shown.label)}</strong>
            )}
            <Badge color={shown.on_duty ? "green" : "yellow"}>
              {shown.on_duty ? t("ros.now", { name: shown.on_duty.name }) : t("ros.nobody")}
            </Badge>
            <span className="mng-push">{add}</span>
          </div>
          <RosterWeek key={shown.id} roster={shown} />
        </div>
      ) : null}
      {adding ? (
        <NewRoster
          taken={rosters.map((one) => one.id)}
          onClose={(made) => {
            setAdding(false);
            if (made) setChosen(made);
          }}
        />
      ) : null}
    </ManagePage>
  );
}
