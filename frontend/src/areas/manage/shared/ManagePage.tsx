import type { ReactElement, ReactNode } from "react";
import { useSession } from "../../../api/hooks";
import { useT } from "../../../i18n";
import { ErrorState, SkeletonPage } from "../../../kit";
import { ManageNav } from "./ManageNav";

interface ManagePageProps {
  title: string;
  /** What the page is for, in a sentence. */
  help?: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A page of those who run the organisation; whoever does not is told that there is no such page. */
export function ManagePage({ title, help, action, children }: ManagePageProps): ReactElement {
  const t = useT();
  const session = useSession();
  if (session.isPending) return <SkeletonPage />;
  if (session.data?.person.manages !== true)
    return (
      <ErrorState page title={t("app.notFound.title")}>
        {t("app.notFound.text")}
      </ErrorState>
    );
  return (
    <div className="k-page mng">
      <ManageNav />
      <div className="k-page-head">
        <div>
          <h1>{title}</h1>
          {help ? <p className="k-muted k-small">{help}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </div>
  );
}
