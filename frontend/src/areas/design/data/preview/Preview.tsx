import "../../../../i18n/parts/fill";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactElement } from "react";
import { sessionQuery } from "../../../../api/hooks";
import { initialValues } from "../../../../engine/form/defaults";
import { DEFAULT_ZONE } from "../../../../engine/form/kind";
import { inOrder } from "../../../../engine/model/entity";
import { useSay, useT } from "../../../../i18n";
import { Banner, Button, Dialog, EmptyState, Field, Select } from "../../../../kit";
import { AppProvider } from "../../../../render/context";
import { RenderProvider } from "../../../../render/env";
import { useForm } from "../../../../render/form/context";
import { FormView } from "../../../../render/form/FormView";
import { FormStore } from "../../../../render/form/store";
import { useWorkbench } from "../../workbench/context";
import { previewBundle, previewEnv, seenBy } from "./bundle";

interface PreviewProps {
  entity: string;
  form: string | null;
}

/** The form as people of a role will have it, with its rules at work. What is typed here is stored nowhere. */
export default function Preview({ entity, form }: PreviewProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  const roles = inOrder(app.access.roles);
  const [chosen, setChosen] = useState<string | null>(null);
  const [large, setLarge] = useState(false);
  const role = chosen !== null && roles.includes(chosen) ? chosen : (roles[0] ?? "");
  const frame = <Frame key={`${entity} ${role}`} entity={entity} form={form} role={role} />;
  return (
    <div className="k-stack">
      <div className="dd-preview-tools">
        <Field label={t("ddata.preview.role")}>
          {(aria) => (
            <Select
              {...aria}
              value={role}
              empty={null}
              options={roles.map((id) => ({ id, label: say(app.access.roles[id]?.label) }))}
              onChange={setChosen}
            />
          )}
        </Field>
        <Button size="s" icon="screen" onClick={() => setLarge(true)}>
          {t("ddata.preview.desktop")}
        </Button>
      </div>
      <div className="dd-phone">{large ? null : frame}</div>
      {large ? (
        <Dialog
          size="l"
          title={t("ddata.preview.title", { name: say(app.entities[entity]?.entity.label) })}
          onClose={() => setLarge(false)}
        >
          {frame}
        </Dialog>
      ) : null}
    </div>
  );
}

function Frame({ entity, form, role }: PreviewProps & { role: string }): ReactElement {
  const t = useT();
  const { key, app, live } = useWorkbench();
  const session = useQuery({ ...sessionQuery, enabled: false }).data;
  const zone = session?.organisation.zone ?? DEFAULT_ZONE;
  const bundle = useMemo(() => previewBundle(key, app, role, zone), [key, app, role, zone]);
  const seen = useMemo(() => seenBy(app, live, role, entity, form), [app, live, role, entity, form]);
  const [kept, keep] = useState<Readonly<Record<string, unknown>>>({});
  // A change of the draft makes the form anew around what was typed so far.
  const store = useMemo(() => {
    if (seen.plan === null) return null;
    const env = () => previewEnv(bundle);
    const context = { "@role": role };
    const given = initialValues(seen.plan, kept, context, env());
    const made = new FormStore({ plan: seen.plan, values: {}, given, context, env });
    made.watchInput(() => keep(made.current().values));
    return made;
    // What is typed must not make the form anew while it is typed.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is typed must not make the form anew
  }, [seen, bundle, role]);
  const wire = useMemo(
    () => ({
      app: key,
      bundle,
      session: session ?? { csrf: "", person: { id: "", name: "" }, organisation: { name: "", zone } },
    }),
    [key, bundle, session, zone],
  );
  if (seen.may === "nothing") return <EmptyState icon="lock" title={t("ddata.preview.nothing")} />;
  if (store === null) return <EmptyState icon="alert" title={t("ddata.preview.broken")} />;
  return (
    <AppProvider value={wire}>
      <RenderProvider>
        <Banner icon="eye" tone="info">
          {t("ddata.preview.stores")}
          {seen.may === "create"
            ? null
            : ` ${t(seen.may === "read" ? "ddata.preview.readOnly" : "ddata.preview.noCreate")}`}
          {seen.hidden > 0 ? ` ${t("ddata.preview.hidden", { count: seen.hidden })}` : null}
          {seen.still > 0 ? ` ${t("ddata.preview.still")}` : null}
        </Banner>
        <FormView store={store} layout={seen.layout} readOnly={seen.readOnly} />
        {seen.may === "read" ? null : <Try store={store} />}
      </RenderProvider>
    </AppProvider>
  );
}

/** Says what a submit would say, and stores nothing. */
function Try({ store }: { store: FormStore }): ReactElement {
  const t = useT();
  useForm(store);
  const [tried, setTried] = useState(false);
  const { complete } = store.current();
  return (
    <div className="k-stack" data-gap="s">
      <Button
        wide
        tone="soft"
        onClick={() => {
          store.attempt();
          setTried(true);
        }}
      >
        {t("ddata.preview.try")}
      </Button>
      <p role="status" className="k-small k-muted">
        {tried ? t(complete ? "ddata.preview.complete" : "ddata.preview.incomplete") : ""}
      </p>
    </div>
  );
}
