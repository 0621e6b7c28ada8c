import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { AppDoc } from "../../../engine/design/documents";
import "../../../i18n/parts/design";
import "../../../i18n/parts/designpublish";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { serve } from "../../../testing/server";
import { accessible, prepare, show } from "../../../testing/stage";
import { useWorkbench } from "../workbench/context";
import Files from "./Files";

prepare();

const PATH = "entity/customer/properties/level/field/label/zh";
const BROUGHT = {
  revision: 1,
  operations: [{ path: PATH, was: "客户等级", value: "等级" }],
  groups: [
    {
      kind: "wording",
      label: { zh: "只改文字" },
      changes: [
        {
          path: PATH,
          place: { zh: "客户 › 客户等级" },
          words: { zh: "名称：客户等级 → 等级" },
          before: { zh: "客户等级" },
          after: { zh: "等级" },
        },
      ],
    },
  ],
};
const label = (app: AppDoc) => app.entities["customer"]?.properties["level"]?.field.label.zh;

function Undo() {
  const { undo } = useWorkbench();
  return (
    <button type="button" onClick={() => undo?.()}>
      撤销
    </button>
  );
}

async function bring(folder: object) {
  const apps: AppDoc[] = [DESIGNED];
  const asked = serve({ "POST /api/design/small/import": () => folder });
  await show(
    <Bench app={DESIGNED} onApp={(app) => apps.push(app)}>
      <Undo />
      <Files />
    </Bench>,
  );
  const zip = new File(["zip"], "small.zip", { type: "application/zip" });
  await userEvent.upload(screen.getByLabelText("导入 zip", { selector: "input" }), zip);
  return { asked, now: () => label(apps.at(-1) ?? DESIGNED) };
}

describe("a folder of documents brought in", () => {
  it("says what it would change in business words before anything is done; taken in, it is undone", async () => {
    const { now } = await bring(BROUGHT);
    const found = await screen.findByRole("region", { name: "导入会改什么" });
    const group = within(found).getByRole("region", { name: "只改文字" });
    expect(group.textContent).toContain("客户 › 客户等级");
    expect(group.textContent).toContain("名称：客户等级 → 等级");
    // What it would add is nowhere in the draft yet: there is nothing to go to.
    expect(within(group).queryByRole("button")).toBeNull();
    await accessible(found);
    expect(now()).toBe("客户等级");
    await userEvent.click(within(found).getByRole("button", { name: "改到草稿里" }));
    expect(now()).toBe("等级");
    expect(screen.queryByRole("region", { name: "导入会改什么" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "撤销" }));
    expect(now()).toBe("客户等级");
  });
  it("says where only the writing differs, and may be left", async () => {
    const { now } = await bring({ ...BROUGHT, groups: [] });
    expect(await screen.findByText("只是书写上的不同，对大家没有影响。")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "不改" }));
    expect(screen.queryByRole("region", { name: "导入会改什么" })).toBeNull();
    expect(now()).toBe("客户等级");
  });
  it("says that there is nothing to change", async () => {
    await bring({ revision: 1, operations: [], groups: [] });
    expect(await screen.findByText("和草稿一样，没有要改的。")).toBeTruthy();
  });
  it("is not taken into a draft that was changed since", async () => {
    await bring({ ...BROUGHT, revision: 0 });
    expect(await screen.findByText("导入后草稿又改过，请重新导入。")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "改到草稿里" })).toBeNull();
  });
});
