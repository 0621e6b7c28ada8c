import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactElement } from "react";
import { writes } from "../../../api/endpoints";
import { APP_CHANGED } from "../../../api/changed";
import { recordQuery } from "../../../api/hooks";
import type { ApiProblem } from "../../../api/http";
import type { Answer, Values } from "../../../api/types";
import { initialValues } from "../../../engine/form/defaults";
import { useT } from "../../../i18n";
import { Button } from "../../../kit";
import { useApp } from "../../../render/context";
import { useRender } from "../../../render/env";
import { FormView } from "../../../render/form/FormView";
import { planOf, readOnlyFields } from "../../../render/form/plans";
import { layoutOf } from "../../../render/sections";
import { useReferences } from "../../../render/form/references";
import { FormStore } from "../../../render/form/store";
import { useEnv } from "../../../render/form/useEnv";
import { DraftOffer, DraftStatus } from "../drafts/DraftNote";
import { useDraft } from "../drafts/useDraft";
import { ProblemNote } from "../../../render/form/ProblemNote";
import { LeftOver } from "./LeftOver";
import { useRedrawn, type Draw } from "./useRedrawn";
import { useSubmit } from "./useSubmit";

interface CreateFormProps {
  entity: string;
  /** Values it starts with. */
  prefill: Values;
  onDone: (answer: Answer) => void;
  /** Kept for later because there is no line, or given up. */
  onLeave: () => void;
  /** The submit bar stays at the bottom edge of a phone's page. */
  page?: boolean;
}

/** Names of the records a form was opened with. */
function usePrefilledNames(entity: string, prefill: Values): void {
  const client = useQueryClient();
  const { app, bundle } = useApp();
  const { titles } = useRender();
  useEffect(() => {
    for (const [field, id] of Object.entries(prefill)) {
      const target = bundle.entities[entity]?.properties[field]?.field.target;
      if (!target || typeof id !== "string" || titles.of(id) !== undefined) continue;
      client.query(recordQuery(app, target, id)).then(
        ({ record }) => titles.name(id, record.title),
        () => undefined,
      );
    }
  }, [app, bundle, client, entity, prefill, titles]);
}

/** A new record: its form with defaults, kept as a draft until it is stored. */
export function CreateForm({
  entity,
  prefill,
  onDone,
  onLeave,
  page = false,
}: CreateFormProps): ReactElement {
  const t = useT();
  const { app, bundle, session } = useApp();
  const { titles } = useRender();
  const env = useEnv();
  const { busy, submit } = useSubmit();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const me = session.person;
  const context = { _owner: me.id, _unit: me.unit ?? null };
  const draw: Draw = (from) => {
    const barred = readOnlyFields(from, entity);
    const plan = {
      fields: planOf(from, entity).fields.filter(({ id, computed }) => computed || !barred.has(id)),
    };
    return { plan, defaults: initialValues(plan, prefill, context, env()) };
  };
  const [store] = useState(() => {
    const { plan, defaults } = draw(bundle, null);
    return new FormStore({ plan, values: {}, given: defaults, context, env });
  });
  const redrawn = useRedrawn(store, draw);
  useReferences(store, entity);
  usePrefilledNames(entity, prefill);
  const key = `${me.id}/${app}/${entity}/new`;
  const draft = useDraft(key, store, titles, null, (left, why) => {
    if (why) setProblem(why);
    redrawn.mark(left, why);
  });
  const name = bundle.entities[entity]?.entity.label ?? { zh: entity };

  const save = async () => {
    setProblem(null);
    if (!store.attempt()) return;
    const back = `/a/${app}/e/${entity}/new`;
    const outcome = await submit(writes.create(app, entity, store.changes()), {
      label: name,
      draft: draft.snapshot(),
      back,
      drawn: redrawn.drawn,
    });
    if (outcome.kind === "refused") {
      setProblem(outcome.problem);
      redrawn.take(outcome);
      store.refuse(outcome.problem.issues);
    } else if (outcome.kind === "waiting") {
      onLeave();
    } else {
      draft.clear();
      onDone(outcome.answer);
    }
  };

  return (
    <form
      noValidate
      className="k-stack"
      onSubmit={(event) => {
        event.preventDefault();
        // A form in a dialog stands inside the page's form in React's tree.
        event.stopPropagation();
        if (!busy) void save();
      }}
    >
      <DraftOffer draft={draft} />
      {problem ? <ProblemNote problem={problem} store={store} /> : null}
      <LeftOver left={redrawn.left} />
      <FormView store={store} layout={layoutOf(bundle, entity)} hideComputed />
      <div className="k-submit" data-fixed={page ? "" : undefined}>
        <DraftStatus draft={draft} />
        <Button onClick={onLeave}>{t("kit.cancel")}</Button>
        <Button tone="primary" submit busy={busy}>
          {problem?.code === APP_CHANGED ? t("drafts.again") : t("kit.save")}
        </Button>
      </div>
    </form>
  );
}
