import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../../../api/http";
import type { AppJson } from "../../../engine/design/operations";
import { perform, start } from "../../../engine/design/sync";
import { Toasts } from "../../../kit";
import { DESIGNED } from "../../../testing/designed";
import { prepare, show } from "../../../testing/stage";
import "../../../i18n/parts/design";
import { Notices } from "./Notices";
import { DraftStore, type Held } from "./store";

prepare();

const documents = DESIGNED as unknown as AppJson;
const view = {
  app: "small",
  revision: 7,
  live: 2,
  ahead: 0,
  documents,
  live_documents: documents,
  findings: [],
  role: "boss",
};

/** One edit that cannot be sent. */
async function trouble() {
  const store = new DraftStore(view, "p1", []);
  const command = {
    label: { zh: "改图标", en: "Change the icon" },
    operations: [{ path: "app/icon", value: "star" }],
  };
  const { sync } = perform(start(documents, 7, []), "k", command);
  const problem = new ApiProblem(404, { code: "not_found", message: { zh: "没有", en: "None" } });
  const held: Held = { ...store.snapshot(), sync, trouble: problem };
  await show(
    <>
      <Notices held={held} store={store} />
      <Toasts />
    </>,
  );
  return userEvent.setup({ writeToClipboard: false });
}
const clipboard = (writeText?: (text: string) => Promise<void>) =>
  vi.stubGlobal(
    "navigator",
    new Proxy(navigator, {
      get: (of, name) =>
        name === "clipboard" ? writeText && { writeText } : (Reflect.get(of, name, of) as unknown),
    }),
  );

const refusedWords = "没能复制：浏览器不允许这个页面使用剪贴板";

describe("what could not be saved", () => {
  it("is copied, and it is said where it cannot be", async () => {
    const user = await trouble();
    const copied: string[] = [];
    clipboard((text) => Promise.resolve(void copied.push(text)));
    const copy = screen.getByRole("button", { name: "复制未保存的修改" });
    await user.click(copy);
    expect(await screen.findByText("已复制")).toBeTruthy();
    expect(copied[0]).toContain("改图标");
    // At an address without https there is none; with it, the browser may say no.
    for (const one of [undefined, () => Promise.reject(new Error("denied"))]) {
      clipboard(one);
      await user.click(copy);
      expect(await screen.findByText(refusedWords)).toBeTruthy();
      clipboard(() => Promise.resolve());
      await user.click(copy);
      await waitFor(() => expect(screen.queryByText(refusedWords)).toBeNull());
    }
  });
});
