import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { restoreLang } from "./i18n";
import { loadProblems } from "./i18n/problems";
import "./kit/css/index.css";

const place = document.getElementById("root");
if (!place) throw new Error("the page has no #root");

void loadProblems();
void restoreLang().then(() => {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
