import { useCanGoBack, useNavigate, useRouter } from "@tanstack/react-router";
import { useApp } from "../../render/context";

/**
 * One step back inside the product; where this page was the first one opened (a link in a message), to the list.
 * Never out of the product: without a network the browser could not come back.
 */
export function useBack(entity: string): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  const canGoBack = useCanGoBack();
  const { app } = useApp();
  return () => {
    if (canGoBack) router.history.back();
    else void navigate({ to: "/a/$app/e/$entity", params: { app, entity }, replace: true });
  };
}
