import "../../../i18n/parts/me";
import "../../../i18n/parts/people";
import "../../../i18n/parts/time";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { useApps, useSession } from "../../../api/hooks";
import { listStaff, listUnitTree, type Staff } from "../../../api/manage";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import {
  Avatar,
  Badge,
  Button,
  EmptyState,
  ErrorState,
  Menu,
  SearchInput,
  SkeletonPage,
  TableFrame,
  Tabs,
  usePhone,
  type MenuItem,
} from "../../../kit";
import { useLate } from "../../../render/useLate";
import { ManagePage } from "../shared/ManagePage";
import "./people.css";
import { PersonDialog } from "./PersonDialog";
import { ResetDialog } from "./ResetDialog";
import { SwitchDialog } from "./SwitchDialog";
import { UnitTree } from "./UnitTree";

/** The people of the organisation and the tree of its units, for those who manage them. */
export function PeoplePage(): ReactElement {
  const t = useT();
  const session = useSession();
  const [tab, setTab] = useState<"people" | "units">("people");
  return (
    <ManagePage title={t("people.title")}>
      <Tabs
        label={t("people.title")}
        tabs={[
          { key: "people", label: t("people.people") },
          { key: "units", label: t("people.units") },
        ]}
        value={tab}
        onChange={setTab}
      >
        {tab === "people" ? <People me={session.data?.person.id ?? ""} /> : <UnitTree />}
      </Tabs>
    </ManagePage>
  );
}

type Open =
  | { readonly kind: "edit"; readonly person: Staff | null }
  | { readonly kind: "reset"; readonly person: Staff }
  | { readonly kind: "switch"; readonly person: Staff };

function People({ me }: { me: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const [text, setText] = useState("");
  const [open, setOpen] = useState<Open | null>(null);
  const q = useLate(text.trim());
  const staff = useQuery({
    queryKey: ["staff", q],
    queryFn: () => listStaff(q),
    placeholderData: (before) => before,
  });
  const units = useQuery({ queryKey: ["units"], queryFn: listUnitTree });
  const close = () => setOpen(null);
  const problem = staff.error instanceof ApiProblem ? staff.error : null;
  return (
    <div className="k-stack ppl-panel">
      <div className="ppl-tools">
        <SearchInput label={t("people.search")} value={text} onChange={setText} maxLength={60} />
        <Button tone="primary" icon="plus" onClick={() => setOpen({ kind: "edit", person: null })}>
          {t("people.add")}
        </Button>
      </div>
      {staff.data ? (
        staff.data.length === 0 ? (
          <EmptyState icon="people" title={t("people.none")} />
        ) : (
          <StaffTable staff={staff.data} me={me} onOpen={setOpen} />
        )
      ) : staff.isPending ? (
        <SkeletonPage />
      ) : (
        <ErrorState title={problem ? say(problem.text) : undefined} onRetry={() => void staff.refetch()}>
          {problem ? say(problem.remedy) : null}
        </ErrorState>
      )}
      {open?.kind === "edit" ? (
        <PersonDialog
          person={open.person}
          own={open.person?.id === me}
          units={units.data ?? []}
          onClose={close}
        />
      ) : null}
      {open?.kind === "reset" ? <ResetDialog person={open.person} onClose={close} /> : null}
      {open?.kind === "switch" ? <SwitchDialog person={open.person} onClose={close} /> : null}
    </div>
  );
}

interface StaffTableProps {
  staff: readonly Staff[];
  me: string;
  onOpen: (open: Open) => void;
}

function StaffTable({ staff, me, onOpen }: StaffTableProps): ReactElement {
  const t = useT();
  const phone = usePhone();
  if (phone)
    return (
      <ul className="ppl-cards">
        {staff.map((person) => (
          <li key={person.id} className="k-card">
            <div className="ppl-tools">
              <Name person={person} />
              <PersonMenu person={person} own={person.id === me} onOpen={onOpen} />
            </div>
            <p className="k-muted k-small">
              {person.login} · {person.unit_name}
            </p>
            <Roles person={person} />
          </li>
        ))}
      </ul>
    );
  return (
    <TableFrame label={t("people.people")}>
      <thead>
        <tr>
          <th scope="col">{t("people.name")}</th>
          <th scope="col">{t("people.login")}</th>
          <th scope="col">{t("people.unit")}</th>
          <th scope="col">{t("people.roles")}</th>
          <th scope="col">
            <span className="k-sr">{t("kit.more")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {staff.map((person) => (
          <tr key={person.id} data-off={person.active ? undefined : ""}>
            <th scope="row">
              <Name person={person} />
            </th>
            <td>{person.login}</td>
            <td>{person.unit_name}</td>
            <td>
              <Roles person={person} />
            </td>
            <td>
              <PersonMenu person={person} own={person.id === me} onOpen={onOpen} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function Name({ person }: { person: Staff }): ReactElement {
  const t = useT();
  return (
    <span className="ppl-name">
      <Avatar name={person.name} size="s" />
      {person.name}
      {person.active ? null : <Badge color="grey">{t("people.off")}</Badge>}
      {person.must_change && person.active ? <Badge color="yellow">{t("people.fresh")}</Badge> : null}
    </span>
  );
}

function Roles({ person }: { person: Staff }): ReactElement {
  const say = useSay();
  const apps = useApps();
  const words = (app: string, role: string): string => {
    const found = apps.data?.find((one) => one.key === app);
    const called = say(person.role_labels[app]) || role;
    return found ? `${say(found.name)} · ${called}` : called;
  };
  return (
    <ul className="ppl-roles">
      {Object.entries(person.roles).map(([app, role]) => (
        <li key={app}>{words(app, role)}</li>
      ))}
    </ul>
  );
}

interface PersonMenuProps {
  person: Staff;
  own: boolean;
  onOpen: (open: Open) => void;
}

function PersonMenu({ person, own, onOpen }: PersonMenuProps): ReactElement {
  const t = useT();
  const { active } = person;
  const change: MenuItem[] = [
    { key: "edit", label: t("people.edit"), icon: "edit", onSelect: () => onOpen({ kind: "edit", person }) },
    {
      key: "reset",
      label: t("people.reset"),
      icon: "key",
      onSelect: () => onOpen({ kind: "reset", person }),
    },
  ];
  // Nobody shuts himself out.
  const power: MenuItem = {
    key: "switch",
    label: t(active ? "people.disable" : "people.enable"),
    icon: active ? "lock" : "check",
    tone: active ? "danger" : undefined,
    onSelect: () => onOpen({ kind: "switch", person }),
  };
  return (
    <Menu size="s" label={t("people.moreOf", { name: person.name })} groups={[change, own ? [] : [power]]} />
  );
}
