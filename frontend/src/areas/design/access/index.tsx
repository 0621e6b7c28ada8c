import { useState, type ReactElement } from "react";
import { addRole, onlyFor, removeRole, roleMentions } from "../../../engine/design/commands/access";
import { freeId } from "../../../engine/design/commands/collection";
import { nameAt } from "../../../engine/design/commands/members";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import "../../../i18n/parts/designaccess";
import { Button, Confirm, Dialog, EmptyState, Field, Select, Tabs, TextInput } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { FieldGrid } from "./FieldGrid";
import { RoleRights } from "./RoleRights";
import { Who } from "./Who";
import "./access.css";

type Part = "rights" | "fields" | "who";

/**
 * Who may see and do what: a role's rights on every entity, the fields of an entity for all roles, and which roles each
 * step and action admits.
 */
export default function AccessSection(): ReactElement {
  const t = useT();
  const { app, at, goTo } = useWorkbench();
  const [part, setPart] = useState<Part>(() => (at?.startsWith("access") === false ? "who" : "rights"));
  const [adding, setAdding] = useState(false);
  const roles = inOrder(app.access.roles);
  const named = at?.startsWith("access/roles/") ? at.split("/")[2] : undefined;
  const role = named !== undefined && roles.includes(named) ? named : roles[0];
  return (
    <div className="dac">
      <div className="k-page-head">
        <div>
          <h1>{t("daccess.title")}</h1>
          <p className="k-muted k-small">{t("daccess.help")}</p>
        </div>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t("daccess.addRole")}
        </Button>
      </div>
      <Tabs
        label={t("daccess.title")}
        tabs={[
          { key: "rights", label: t("daccess.rights") },
          { key: "fields", label: t("daccess.grid") },
          { key: "who", label: t("daccess.who") },
        ]}
        value={part}
        onChange={setPart}
      >
        {part === "who" ? (
          <Who />
        ) : role === undefined ? (
          <EmptyState title={t("daccess.noRole")}>{t("daccess.noRole.text")}</EmptyState>
        ) : part === "fields" ? (
          <FieldGrid />
        ) : (
          <Rights role={role} roles={roles} />
        )}
      </Tabs>
      {adding ? (
        <NewRole
          roles={roles}
          onClose={() => setAdding(false)}
          onMade={(id) => {
            setAdding(false);
            setPart("rights");
            goTo(`access/roles/${id}`);
          }}
        />
      ) : null}
    </div>
  );
}

function Rights({ role, roles }: { role: string; roles: readonly string[] }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, goTo, run } = useWorkbench();
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <div className="dac-role">
        <Field label={t("daccess.role")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={role}
              options={roles.map((id) => ({ id, label: say(app.access.roles[id]?.label) }))}
              onChange={(id) => goTo(`access/roles/${id ?? role}`)}
            />
          )}
        </Field>
        <Button tone="quiet" icon="trash" onClick={() => setLeaving(true)}>
          {t("daccess.removeRole")}
        </Button>
      </div>
      <RoleRights key={role} role={role} />
      {leaving ? (
        <Leaving
          role={role}
          others={roles.filter((one) => one !== role)}
          onRemove={(instead) => {
            setLeaving(false);
            run(removeRole(app, role, instead));
            goTo("access");
          }}
          onClose={() => setLeaving(false)}
        />
      ) : null}
    </>
  );
}

interface LeavingProps {
  role: string;
  others: readonly string[];
  onRemove: (instead: string | null) => void;
  onClose: () => void;
}

/** What goes with a role; steps that nobody else may take are named, and somebody else is admitted to them. */
function Leaving({ role, others, onRemove, onClose }: LeavingProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  const designs = others.find((one) => app.access.roles[one]?.design);
  const [instead, setInstead] = useState(designs ?? others[0] ?? null);
  const alone = onlyFor(app, role);
  return (
    <Confirm
      title={t("daccess.removeRole.title", { name: say(app.access.roles[role]?.label) })}
      confirm={t("daccess.removeRole")}
      tone="danger"
      onConfirm={() => onRemove(instead)}
      onClose={onClose}
    >
      <p>{t("daccess.removeRole.text", { n: roleMentions(app, role).length })}</p>
      {alone.length > 0 && instead !== null ? (
        <>
          <p>{t("daccess.removeRole.alone")}</p>
          <ul>
            {alone.map((set) => (
              <li key={set}>{say(nameAt(app, set.slice(0, -"/roles".length)))}</li>
            ))}
          </ul>
          <Field label={t("daccess.removeRole.instead")}>
            {(aria) => (
              <Select
                {...aria}
                empty={null}
                value={instead}
                options={others.map((id) => ({ id, label: say(app.access.roles[id]?.label) }))}
                onChange={(id) => setInstead(id ?? instead)}
              />
            )}
          </Field>
        </>
      ) : null}
    </Confirm>
  );
}

interface NewRoleProps {
  roles: readonly string[];
  onClose: () => void;
  onMade: (id: string) => void;
}

function NewRole({ roles, onClose, onMade }: NewRoleProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [name, setName] = useState("");
  const [like, setLike] = useState(roles[0] ?? "");
  const said = name.trim();
  const save = () => {
    if (said === "") return;
    const id = freeId(app.access.roles, "role");
    run(addRole(app, id, { zh: said }, like === "" ? null : like));
    onMade(id);
  };
  return (
    <Dialog
      title={t("daccess.addRole")}
      onClose={onClose}
      footer={
        <Button tone="primary" disabled={said === ""} onClick={save}>
          {t("daccess.add")}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label={t("daccess.roleName")} required>
          {(aria) => <TextInput {...aria} autoFocus maxLength={30} value={name} onChange={setName} />}
        </Field>
        <Field label={t("daccess.like")} help={t("daccess.like.help")}>
          {(aria) => (
            <Select
              {...aria}
              empty={t("daccess.like.none")}
              value={like}
              options={roles.map((id) => ({ id, label: say(app.access.roles[id]?.label) }))}
              onChange={(id) => setLike(id ?? "")}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
