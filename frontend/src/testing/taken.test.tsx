import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Finding } from "../api/evidence";
import { EvidencePage } from "../areas/watch/evidence/EvidencePage";
import FileInput from "../render/files/FileInput";
import { FileList } from "../render/files/FileList";
import "../render/files/PictureTaken";
import { refusal, serve, type Routes } from "./server";
import { accessible, prepare, show } from "./stage";

prepare();

/** The organisation's clock is eight hours ahead of UTC. */
const TIMES = [
  {
    what: "as the camera's own clock had it",
    taken_at: "2020-03-02T09:15:07",
    says: "拍摄时间 2020年3月2日 09:15",
  },
  { what: "from another zone", taken_at: "2020-03-02T23:15:07-05:00", says: "拍摄时间 2020年3月3日 12:15" },
  { what: "unknown", taken_at: null, says: null },
  { what: "no time there is", taken_at: "0000-00-00T00:00:00", says: null },
];
const said = (inside: HTMLElement) => within(inside).queryByText(/拍摄时间/)?.textContent ?? null;

const file = (over: object = {}) => ({
  id: "f1",
  name: "现场.jpg",
  kind: "image",
  size: 9,
  taken_at: null,
  ...over,
});
const place = (title: string, taken_at: string | null): NonNullable<Finding["earlier"]> => ({
  at: "2020-03-05T01:00:00Z",
  entity: "deal",
  entity_label: { zh: "商机", en: "Deal" },
  record: "d1",
  title,
  place: "act:send_plan",
  place_label: { zh: "发送方案", en: "Send plan" },
  person: { id: "p1", name: "李娜" },
  file: file({ taken_at }),
});

describe.each(TIMES)("a time that is $what", ({ taken_at, says }) => {
  it("is told where the picture was found again", async () => {
    const finding: Finding = {
      id: "e1",
      distance: 0,
      same: true,
      refused: false,
      here: place("核磁采购", taken_at),
      earlier: place("彩超采购", null),
      seen_at: null,
      seen_by: null,
    };
    serve({ "GET /api/apps/small/evidence": () => ({ rows: [finding], next: null }) });
    await show(<EvidencePage />, { bare: true, path: "/a/small/evidence" });
    expect(said(await screen.findByRole("region", { name: "这次" }))).toBe(says);
    expect(said(screen.getByRole("region", { name: "以前" }))).toBeNull();
    await accessible();
  });

  it("is told with the file, asked for when nobody has said it", async () => {
    const calls = serve({ "GET /api/files/f1/about": () => file({ taken_at }) });
    await show(<FileList ids={["f1", "f2"]} />, {
      titles: { files: { f1: "现场.jpg", f2: "合同.pdf" } },
    });
    const item = (await screen.findByText("现场.jpg")).closest("li");
    if (!item) throw new Error("an item");
    if (says) expect((await within(item).findByText(/拍摄时间/)).textContent).toBe(says);
    await expect.poll(() => calls.map(({ path }) => path)).toEqual(["/api/files/f1/about"]);
    expect(said(document.body)).toBe(says);
    await accessible();
  });

  it("is told with the file as it came, nothing is asked", async () => {
    const calls = serve({});
    await show(<FileList ids={["f1"]} known={[file({ taken_at })]} />);
    await screen.findByText("现场.jpg");
    if (says) await screen.findByText(/拍摄时间/);
    expect(said(document.body)).toBe(says);
    expect(calls).toEqual([]);
  });
});

describe("a file", () => {
  it("whose time cannot be read is shown without it", async () => {
    const calls = serve({ "GET /api/files/f1/about": () => refusal(404, "not_found") } satisfies Routes);
    await show(<FileList ids={["f1"]} />, { titles: { files: { f1: "现场.jpg" } } });
    await expect.poll(() => calls.length).toBe(1);
    expect(screen.getByRole("link", { name: "现场.jpg" })).toBeTruthy();
    expect(said(document.body)).toBeNull();
  });

  it("counted in a table asks nothing", async () => {
    const calls = serve({});
    await show(<FileList dense ids={["f1"]} />, { titles: { files: { f1: "现场.jpg" } } });
    expect(await screen.findByText("1 个附件")).toBeTruthy();
    expect(calls).toEqual([]);
  });
});

describe("a photo that is asked for", () => {
  const buttons = async (camera: boolean | undefined, accept = ["image"]) => {
    await show(
      <>
        <span id="f-label">现场照片</span>
        <FileInput
          aria={{ id: "f", "aria-labelledby": "f-label" }}
          label="现场照片"
          value={[]}
          onChange={() => undefined}
          accept={accept}
          max={3}
          {...(camera === undefined ? {} : { camera })}
        />
      </>,
    );
    await screen.findByRole("group", { name: "现场照片" });
    return screen.getAllByRole("button").map((one) => [one.textContent, one.dataset["tone"]]);
  };

  it("to be taken now has the camera first, as the plain way", async () => {
    expect(await buttons(true)).toEqual([
      ["拍照", "primary"],
      ["选择图片现场照片", "plain"],
    ]);
    const camera = document.querySelector("input[capture]");
    expect(camera?.getAttribute("capture")).toBe("environment");
  });

  it("to be taken or chosen has the camera beside, no more than the other", async () => {
    expect(await buttons(undefined)).toEqual([
      ["拍照", "plain"],
      ["选择图片现场照片", "plain"],
    ]);
  });

  it("and is no photo has no camera", async () => {
    expect(await buttons(true, ["pdf"])).toEqual([["选择文件现场照片", "plain"]]);
  });
});
