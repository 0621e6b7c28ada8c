import { Link, useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { ApiProblem } from "../api/http";
import { useSay, useT } from "../i18n";
import { Button, EmptyState, ErrorState, SkeletonPage } from "../kit";

export function Pending(): ReactElement {
  return (
    <div className="k-page">
      <SkeletonPage />
    </div>
  );
}

export function NotFound(): ReactElement {
  const t = useT();
  return (
    <EmptyState
      page
      icon="search"
      title={t("app.notFound.title")}
      action={
        <Link to="/" className="k-btn" data-tone="primary">
          {t("app.notFound.home")}
        </Link>
      }
    >
      {t("app.notFound.text")}
    </EmptyState>
  );
}

/** What is left of a page that failed: the server's words where it spoke, ours where the page broke. */
export function Crash({ error, reset }: ErrorComponentProps): ReactElement {
  const t = useT();
  const say = useSay();
  const router = useRouter();
  if (error instanceof ApiProblem) {
    const again = () => {
      reset();
      void router.invalidate();
    };
    return (
      <ErrorState page title={say(error.text)} onRetry={again}>
        {say(error.remedy)}
      </ErrorState>
    );
  }
  return (
    <ErrorState
      page
      title={t("app.crash.title")}
      action={
        <Button tone="primary" icon="refresh" onClick={() => window.location.reload()}>
          {t("app.crash.reload")}
        </Button>
      }
    >
      {t("app.crash.text")}
    </ErrorState>
  );
}
