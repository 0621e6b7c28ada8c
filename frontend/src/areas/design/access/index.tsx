import { useState, type ReactElement } from "react";
import { addRole, roleMentions, removeRole } from "../../../engine/design/commands/access";
import { freeId } from "../../../engine/design/commands/collection";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import "../../../i18n/parts/designaccess";
import { Button, Confirm, Dialog, EmptyState, Field, Select, Tabs, TextInput } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import { RoleRights } from "./RoleRights";
import { Who } from "./Who";
import "./access.css";

type Part = "rights" | "who";

/** Who may see and do what: a role's rights on every entity, and which roles each step and action admits. */
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
          { key: "who", label: t("daccess.who") },
        ]}
        value={part}
        onChange={setPart}
      >
        {part === "who" ? (
          <Who />
        ) : role === undefined ? (
          <EmptyState title={t("daccess.noRole")}>{t("daccess.noRole.text")}</EmptyState>
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
  const name = say(app.access.roles[role]?.label);
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
        <Confirm
          title={t("daccess.removeRole.title", { name })}
          confirm={t("daccess.removeRole")}
          tone="danger"
          onConfirm={() => {
            setLeaving(false);
            run(removeRole(app, role));
            goTo("access");
          }}
          onClose={() => setLeaving(false)}
        >
          {t("daccess.removeRole.text", { n: roleMentions(app, role).length })}
        </Confirm>
      ) : null}
    </>
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
