import { describe, expect, it } from "vitest";
import type { Option } from "../../model/entity";
import { readOptionsFile } from "./file";
import { readLines, readTree, type Block, type Columns } from "./lines";
import { MOST_AT_ONCE, planOptions, planned, tooMany } from "./plan";

const said = ({ lines }: Pick<Block, "lines">): string[] =>
  lines.map(({ way, en }) => way.join(">") + (en === null ? "" : `|${en}`));

describe("a block that is pasted into a tree", () => {
  const cases: [why: string, text: string, columns: Columns | null, lines: string[]][] = [
    ["nothing at all", " \n\t\n", null, []],
    ["lines with the way written out", "价格/太贵\n价格＞账期", null, ["价格>太贵", "价格>账期"]],
    [
      "an indented list, back to any level above",
      "价格\n  太贵\n    比谁贵\n  账期\n产品",
      null,
      ["价格", "价格>太贵", "价格>太贵>比谁贵", "价格>账期", "产品"],
    ],
    [
      "wide spaces and bullets indent too",
      "- 价格\n　　- 太贵 | Too high",
      null,
      ["价格", "价格>太贵|Too high"],
    ],
    [
      "a first line that is indented is at the top",
      "    价格\n    产品\n服务",
      null,
      ["价格", "产品", "服务"],
    ],
    ["a number that is part of the name", "1. 尺寸\n3.5 寸", null, ["尺寸", "3.5 寸"]],
    [
      "levels with the parent repeated",
      "价格\t太贵\t比谁贵\n价格\t账期\t太短",
      "levels",
      ["价格>太贵>比谁贵", "价格>账期>太短"],
    ],
    [
      "levels with merged cells above",
      "价格\t太贵\t比谁贵\n\t\t超预算\n\t账期\t\n产品\t\t\n\t功能",
      "levels",
      ["价格>太贵>比谁贵", "价格>太贵>超预算", "价格>账期", "产品", "产品>功能"],
    ],
    [
      "an empty cell below another parent repeats nothing",
      "价格\t太贵\t甲\n产品\t\t乙",
      "levels",
      ["价格>太贵>甲", "产品>乙"],
    ],
    [
      "the same parent again keeps the level below it",
      "价格\t太贵\t甲\n价格\t\t乙",
      "levels",
      ["价格>太贵>甲", "价格>太贵>乙"],
    ],
    ["an empty first column", "\t价格\t太贵\n\t产品\t", "levels", ["价格>太贵", "产品"]],
    [
      "indented by tabs",
      "价格\n\t太贵\n\t\t甲\n产品",
      "levels",
      ["价格", "价格>太贵", "价格>太贵>甲", "产品"],
    ],
    [
      "line ends of Windows, empty rows, tabs at the end",
      "价格\t太贵\t\t\r\n\r\n\t账期\t\t\r\n",
      "levels",
      ["价格>太贵", "价格>账期"],
    ],
    [
      "quoted cells with line ends and quotes",
      '"价格\n（含税）"\t"说""太贵"""\n\t账期',
      "levels",
      ['价格 （含税）>说"太贵"', "价格 （含税）>账期"],
    ],
    ["one quoted cell in one column", '"太\n贵"\n账期', null, ["太 贵", "账期"]],
    ["a heading is no option", "一级分类\t二级分类\n价格\t太贵", "levels", ["价格>太贵"]],
    ["a sign between levels is part of a name in a cell", "服务\t安装/调试", "levels", ["服务>安装/调试"]],
    ["English in a cell", "价格 | Price\t太贵 | Too high", "levels", ["价格|Price", "价格>太贵|Too high"]],
    [
      "names with English beside them",
      "价格\tPrice\n太贵\tToo high",
      "languages",
      ["价格|Price", "太贵|Too high"],
    ],
    [
      "ways with English beside them, one without, under a heading",
      "中文\tEnglish\n价格/太贵\tToo high\n价格/账期\t",
      "languages",
      ["价格>太贵|Too high", "价格>账期"],
    ],
    [
      "a parent that is there twice has levels, not English",
      "竞品\tSAP\n竞品\tOracle",
      "levels",
      ["竞品>SAP", "竞品>Oracle"],
    ],
    ["so has one that is left out", "竞品\tSAP\n\tOracle", "levels", ["竞品>SAP", "竞品>Oracle"]],
    ["and two columns in Latin letters", "Price\tToo high", "levels", ["Price>Too high"]],
    ["controls of an old file", "价\u0001格\t太贵\u007f", "levels", ["价格>太贵"]],
  ];
  it.each(cases)("%s", (_why, text, columns, lines) => {
    const block = readTree(text);
    expect([block.columns, said(block)]).toEqual([columns, lines]);
  });
  it("is read as one says", () => {
    expect(said(readTree("价格\tPrice", "levels"))).toEqual(["价格>Price"]);
    expect(said(readTree("竞品\tSAP\n竞品\tOracle", "languages"))).toEqual(["竞品|SAP", "竞品|Oracle"]);
    const headed = "一级\t二级\n价格\t太贵";
    expect(readTree(headed).head).toBe(true);
    expect(said(readTree(headed, null, false))).toEqual(["一级>二级", "价格>太贵"]);
    expect(said(readTree("价格\t太贵\n产品\t功能", null, true))).toEqual(["产品>功能"]);
  });
});

describe("lines of a plain list", () => {
  it("are an option each, whatever signs they hold", () => {
    expect(said({ lines: readLines("1. 医院\r\n  医院/诊所\tClinic\tx\n\n• 药店 | Pharmacy") })).toEqual([
      "医院",
      "医院/诊所|Clinic",
      "药店|Pharmacy",
    ]);
  });
});

describe("a plan", () => {
  const options: Record<string, Option> = {
    price: { label: { zh: "价格" }, order: 10 },
    high: { label: { zh: "太贵" }, order: 20, parent: "price", archived: true, merged_into: "price" },
    old: { label: { zh: "服务" }, order: 30, archived: true },
    slow: { label: { zh: "太慢" }, order: 40, parent: "old", archived: true },
    again: { label: { zh: "渠道" }, order: 50, archived: true },
    channel: { label: { zh: "渠道" }, order: 60 },
  };
  const plan = (text: string, revive = false) => {
    const { tree, counts } = planOptions(options, readTree(text).lines, revive);
    return { counts, states: planned(tree).map(({ label, state, id }) => `${label} ${state} ${id ?? "-"}`) };
  };
  it("takes the same way once, whatever its case, width and spaces", () => {
    const { tree, counts } = planOptions({}, readTree("价格\tA  类\n价格\tａ 类\n价格/x\t\n").lines);
    expect(counts).toEqual({ new: 3, known: 0, retired: 0, back: 0, left: 0 });
    expect(tree.map(({ below }) => below.length)).toEqual([1, 0]);
  });
  it("knows what is there by its place in the tree, and counts what lines name", () => {
    expect(plan("价格\t账期\n产品\t价格\n渠道\t")).toEqual({
      counts: { new: 3, known: 1, retired: 0, back: 0, left: 0 },
      states: ["价格 known price", "账期 new -", "产品 new -", "价格 new -", "渠道 known channel"],
    });
  });
  it("leaves retired ones as they are, and takes nothing in below them", () => {
    expect(plan("价格\t太贵\t甲\n服务\t太慢\n服务\t态度\n")).toEqual({
      counts: { new: 0, known: 0, retired: 3, back: 0, left: 2 },
      states: [
        "价格 known price",
        "太贵 retired high",
        "甲 left -",
        "服务 retired old",
        "太慢 retired slow",
        "态度 left -",
      ],
    });
  });
  it("brings them back where that is asked for", () => {
    expect(plan("价格\t太贵\t甲\n服务\t态度\n", true)).toEqual({
      counts: { new: 2, known: 0, retired: 0, back: 2, left: 0 },
      states: ["价格 known price", "太贵 back high", "甲 new -", "服务 back old", "态度 new -"],
    });
  });
  it("is told to be too long for one edit", () => {
    const lines = (n: number) => readLines(Array.from({ length: n }, (_, i) => `型号 ${i}`).join("\n"));
    expect(tooMany(planOptions({}, lines(MOST_AT_ONCE)))).toBe(false);
    expect(tooMany(planOptions({}, lines(MOST_AT_ONCE + 1)))).toBe(true);
  });
});

describe("a file of options", () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const tree = (name: string, bytes: Uint8Array) => {
    const read = readOptionsFile(name, bytes, true);
    return "text" in read ? said(readTree(read.text)) : read.trouble;
  };
  /** 价格,太贵 in GBK. */
  const GBK = [0xbc, 0xdb, 0xb8, 0xf1, 0x2c, 0xcc, 0xab, 0xb9, 0xf3];
  const wide = (text: string, bigEnd: boolean) => {
    const codes = [...`\ufeff${text}`].map((sign) => sign.charCodeAt(0));
    return Uint8Array.from(
      codes.flatMap((code) => (bigEnd ? [code >> 8, code & 255] : [code & 255, code >> 8])),
    );
  };
  const cases: [why: string, name: string, bytes: Uint8Array, said: string[] | string][] = [
    ["UTF-8 with its mark", "a.csv", utf8("\ufeff价格,太贵\r\n,账期\r\n"), ["价格>太贵", "价格>账期"]],
    ["GBK, as Excel saves a .csv in China", "异议.CSV", Uint8Array.from(GBK), ["价格>太贵"]],
    [
      "UTF-16, Excel's Unicode text",
      "a.txt",
      wide("价格\t太贵\r\n\t账期", false),
      ["价格>太贵", "价格>账期"],
    ],
    ["UTF-16 the other way round", "a.txt", wide("价格\t太贵", true), ["价格>太贵"]],
    ["an indented text", "a.txt", utf8("价格\r\n  太贵\r\n"), ["价格", "价格>太贵"]],
    [
      "quotes, commas and line ends in cells",
      "a.csv",
      utf8('"价格, 含税","太""贵\n了"\n,"""引号"""'),
      ['价格, 含税>太"贵 了', '价格, 含税>"引号"'],
    ],
    ["semicolons", "a.csv", utf8("价格;太贵\n;账期"), ["价格>太贵", "价格>账期"]],
    ["an empty file", "a.csv", utf8(""), []],
    ["a spreadsheet, whatever it is called", "a.csv", Uint8Array.from([0x50, 0x4b, 3, 4, 20]), "spreadsheet"],
    ["an old spreadsheet", "a.xls", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), "spreadsheet"],
    ["what is no text", "a.txt", Uint8Array.from([0x61, 0, 0, 0x62]), "binary"],
    ["one that is too large", "a.csv", new Uint8Array(1_000_001).fill(0x61), "big"],
  ];
  it.each(cases)("%s", (_why, name, bytes, expected) => expect(tree(name, bytes)).toEqual(expected));
  it("for a plain list keeps a name in quotes as it is", () => {
    const read = readOptionsFile("a.csv", utf8('"""甲""",A\n"乙, 丙",B'), false);
    expect("text" in read && said({ lines: readLines(read.text) })).toEqual(['"甲"|A', "乙, 丙|B"]);
  });
});
