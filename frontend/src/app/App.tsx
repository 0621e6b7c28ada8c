import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { newQueryClient } from "../api/hooks";
import { inTrial } from "../api/trial";
import { setCsrf, whenLoggedOut } from "../api/http";
import { standStill } from "../kit";
import { makeRouter } from "./router";

const tried = inTrial();
if (tried !== null) standStill(Date.parse(tried.now));

const client = newQueryClient();
const router = makeRouter(client);

whenLoggedOut(() => {
  const here = router.state.location;
  if (here.pathname === "/login" || client.getQueryData(["session"]) === undefined) return;
  setCsrf(null);
  client.clear();
  void router.navigate({ to: "/login", search: { next: here.href } });
});

export function App(): ReactElement {
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
