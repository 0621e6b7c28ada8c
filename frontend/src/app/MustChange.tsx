import { useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { keys } from "../api/hooks";
import { useT } from "../i18n";
import { Banner } from "../kit";
import { PasswordForm } from "./PasswordForm";
import "./app.css";

/** Signed in with a password someone else has set: nothing else before it is one's own. */
export default function MustChange(): ReactElement {
  const t = useT();
  const client = useQueryClient();
  return (
    <div className="app-narrow k-card k-stack">
      <h1>{t("me.password.title")}</h1>
      <Banner tone="info">{t("me.password.must")}</Banner>
      <PasswordForm onDone={() => void client.invalidateQueries({ queryKey: keys.session })} />
    </div>
  );
}
