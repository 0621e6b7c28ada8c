import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useSay, useT } from "../../../i18n";
import { ErrorState, IconButton } from "../../../kit";
import { useApp } from "../../../render/context";
import { CreateForm } from "../form/CreateForm";
import { FillProvider } from "../form/FillProvider";
import { useBack } from "../useBack";

/** The page of a new record. */
export function CreatePage(): ReactElement {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const { app, bundle } = useApp();
  const { entity } = useParams({ from: "/inside/a/$app/e/$entity/new" });
  const back = useBack(entity);
  const prefill = useSearch({ from: "/inside/a/$app/e/$entity/new" });
  const doc = bundle.entities[entity];
  if (!doc || bundle.rights[entity]?.create !== true) {
    return (
      <ErrorState page title={t("app.notFound.title")}>
        {t("app.notFound.text")}
      </ErrorState>
    );
  }
  return (
    <div className="k-page fill-narrow">
      <div className="k-page-head">
        <IconButton icon="back" label={t("fill.back")} onClick={back} />
        <h1>{t("render.createNew", { name: say(doc.entity.label) })}</h1>
      </div>
      <div className="k-card">
        <FillProvider>
          <CreateForm
            key={entity}
            page
            entity={entity}
            prefill={prefill}
            onLeave={back}
            onDone={({ record }) =>
              void navigate({
                to: "/a/$app/e/$entity/$id",
                params: { app, entity, id: record.id },
                replace: true,
              })
            }
          />
        </FillProvider>
      </div>
    </div>
  );
}
