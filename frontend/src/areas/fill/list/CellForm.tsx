import "../../../i18n/parts/record";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useState, type ReactElement, type RefObject } from "react";
import { through } from "../../../api/bulk";
import { writes } from "../../../api/endpoints";
import { keys, useRecord } from "../../../api/hooks";
import type { ApiProblem } from "../../../api/http";
import type { RecordView } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Button, PopoverOrSheet, SkeletonPage, toast } from "../../../kit";
import { useApp } from "../../../render/context";
import { StoreContext } from "../../../render/form/context";
import { useRender } from "../../../render/env";
import { FieldRow } from "../../../render/form/FieldRow";
import { planOf } from "../../../render/form/plans";
import { bindingsOf, useReferences } from "../../../render/form/references";
import { FormStore } from "../../../render/form/store";
import { useEnv } from "../../../render/form/useEnv";
import { FillSheet } from "../form/FillSheet";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { LeftOver } from "../form/LeftOver";
import { useRedrawn } from "../form/useRedrawn";
import { useSubmit } from "../form/useSubmit";

interface CellFormProps {
  anchor: RefObject<HTMLElement | null>;
  entity: string;
  id: string;
  field: string;
  onClose: () => void;
}

/** One field of a record, edited beside its cell. A gate that says no says what is missing and takes it right here. */
export default function CellForm(props: CellFormProps): ReactElement {
  const { app, bundle } = useApp();
  const say = useSay();
  const { titles } = useRender();
  const found = useRecord(app, props.entity, props.id);
  const title = say(bundle.entities[props.entity]?.properties[props.field]?.field.label);
  if (found.data) {
    titles.learn(found.data.record.titles);
    return <Loaded {...props} record={found.data.record} title={title} />;
  }
  return (
    <PopoverOrSheet title={title} anchor={props.anchor} onClose={props.onClose}>
      <SkeletonPage lines={2} />
    </PopoverOrSheet>
  );
}

function Loaded(props: CellFormProps & { record: RecordView; title: string }): ReactElement {
  const { anchor, entity, id, field, record, title, onClose } = props;
  const t = useT();
  const form = useId();
  const client = useQueryClient();
  const { app, bundle } = useApp();
  const env = useEnv();
  const { busy, submit } = useSubmit();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [missing, setMissing] = useState<readonly string[] | null>(null);
  const [store] = useState(() => {
    const fields = planOf(bundle, entity).fields.filter((one) => one.id === field);
    return new FormStore({ plan: { fields }, values: record.values, context: bindingsOf(record, ""), env });
  });
  const redrawn = useRedrawn(store, (from) => ({
    plan: { fields: planOf(from, entity).fields.filter((one) => one.id === field) },
    defaults: {},
  }));
  useReferences(store, entity, record.values);
  useEffect(() => {
    const panel = document.getElementById(form);
    panel?.querySelector<HTMLElement>("input:not([type=hidden]),select,textarea,button")?.focus();
  }, [form]);
  const plan = store.plan.fields[0];

  const save = async () => {
    setProblem(null);
    if (!store.attempt()) return;
    const changes = store.changes();
    if (Object.keys(changes).length === 0) {
      onClose();
      return;
    }
    const outcome = await submit(through(writes.edit(app, entity, id, record.version, changes), "list"), {
      label: { zh: record.title },
      back: `/a/${app}/e/${entity}/${id}`,
      drawn: redrawn.drawn,
    });
    if (outcome.kind === "done") {
      toast({ text: t("list.saved"), tone: "good" });
      onClose();
    } else if (outcome.kind === "waiting") onClose();
    else {
      setProblem(outcome.problem);
      redrawn.take(outcome);
      store.refuse(outcome.problem.issues);
      if (outcome.problem.status === 409)
        void client.invalidateQueries({ queryKey: keys.record(app, entity, id) });
    }
  };
  const needs = problem?.needs ?? [];
  const own = needs.flatMap((need) =>
    need.kind === "field" && need.record === id && need.field ? [need.field] : [],
  );
  if (missing)
    return (
      <FillSheet
        entity={entity}
        id={id}
        fields={[...new Set([field, ...missing])]}
        to={null}
        onDone={onClose}
        onClose={onClose}
      />
    );
  return (
    <PopoverOrSheet title={title} anchor={anchor} onClose={onClose}>
      <form
        id={form}
        className="lst-cellform"
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void save();
        }}
      >
        {problem ? <ProblemNote problem={problem} store={store} /> : null}
        <LeftOver left={redrawn.left} />
        <StoreContext value={store}>{plan ? <FieldRow form={form} field={plan} /> : null}</StoreContext>
        <div className="k-row lst-end">
          {own.length > 0 ? (
            <Button size="s" tone="soft" onClick={() => setMissing(own)}>
              {t("record.need.fill")}
            </Button>
          ) : null}
          <Button size="s" onClick={onClose}>
            {t("kit.cancel")}
          </Button>
          <Button size="s" tone="primary" submit busy={busy}>
            {t("kit.save")}
          </Button>
        </div>
      </form>
    </PopoverOrSheet>
  );
}
