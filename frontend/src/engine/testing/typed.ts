/** Well-typed rules by chance, built from the list of operators itself: a new operator is tried at once (as tests/fuzz/rules). */

import type { PathInfo } from "../model/paths.ts";
import type { Literal, Node } from "../rules/ast.ts";
import type { Operator } from "../rules/catalogue.ts";
import { OPERATORS, argumentKind } from "../rules/catalogue.ts";
import type { FieldType } from "../rules/types.ts";
import type { Random } from "./random.ts";

const label = (zh: string, en: string) => ({ zh, en });
const options = (of: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(of).map(([id, name]) => [id, { label: label(name, `en ${name}`) }]));
const info = (path: string, labels: readonly string[], type: FieldType, of = {}): PathInfo => ({
  path,
  labels: labels.map((name) => label(name, `En ${name}`)),
  type,
  property: null,
  options: options(of),
});

/** Labels chosen to be hard: signs of the language, words of operators, one label twice, options called like other ids. */
const LEVELS = { a: "b", b: "a", c: "A 类", d: "A 类", "e.x": "#a" };
const LEVEL: FieldType = { type: "choice", options: Object.keys(LEVELS) };
const PEOPLE = { p1: "王芳", p2: '李"雷', p3: "王芳" };
export const NAMES: readonly PathInfo[] = [
  info("amount", ["预计金额"], { type: "number", unit: "money" }),
  info("budget", ["预计金额"], { type: "number", unit: "money" }),
  info("rate", ["折扣 %"], { type: "number", unit: "percent" }),
  info("wait", ["等待时长"], { type: "number", unit: "seconds" }),
  info("x", ["V1.0 {系数}"], { type: "number" }),
  info("y", ["且"], { type: "number" }),
  info("name", ['客户"简称"\\'], { type: "text" }),
  info("note", ["是"], { type: "text" }),
  info("flag", ["已拜访"], { type: "boolean" }),
  info("due", ["日期"], { type: "date" }),
  info("since", ["合作起始"], { type: "date" }),
  info("made", ["创建时间"], { type: "instant" }),
  info("seen", ["最近跟进"], { type: "instant" }),
  info("level", ["客户等级"], LEVEL, LEVELS),
  info("customer.level", ["客户", "客户等级"], LEVEL, LEVELS),
  info("customer.name", ["客户", "名.称"], { type: "text" }),
  info("odd", ["客户的客户等级"], { type: "number" }),
  info("tags", ["标签"], { type: "set", options: Object.keys(LEVELS) }, LEVELS),
  info("_owner", ["负责人"], { type: "ref", target: "_person" }, PEOPLE),
  info("helper", ["协助人"], { type: "ref", target: "_person" }, PEOPLE),
  info("crew", ["参与人"], { type: "set", target: "_person" }, PEOPLE),
  info("photo", ["照片"], { type: "opaque" }),
  info("act.result", ["本次动作", "结果"], { type: "text" }),
  info("@actor", ["操作人"], { type: "ref", target: "_person" }, PEOPLE),
  info("@limit", ["上限"], { type: "number" }),
];

const TEXTS = [
  "",
  "设备科",
  'say "hi"',
  "a\\b",
  "多\n行",
  "A 类",
  "#a",
  "`",
  "{x}",
  "王芳",
  "\ud800",
  "emoji😀",
  "是",
];
const NUMBERS = [0, 1, -5, 0.03, 2.675, 1e15, -1e15, 1e-9, 12345678.9, 1 / 3, 7200, 90, 1800, 0.1 + 0.2, 100];
const DATES = ["2025-03-01", "1999-12-31", "0001-01-01", "9999-12-31"];
const INSTANTS = [
  "2025-03-01T08:00:00Z",
  "2025-03-01T16:00:59Z",
  "1986-05-04T00:00:00Z",
  "1991-09-15T00:30:00Z",
];
const SAME = ["number", "text", "boolean", "date", "instant", "choice", "set", "ref"];
const ORDERED = ["number", "date", "instant"];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  comparable: ["number", "text", "boolean", "date", "instant", "choice", "ref"],
  ordered: ["number", "number", "date", "instant"],
  listable: ["number", "text", "choice", "ref"],
};

class Maker {
  constructor(private readonly chance: Random) {}

  root(depth: number): Node {
    const operator = this.chance.pick([...OPERATORS.values()]);
    const base = operator.result === "same" ? this.chance.pick(SAME) : operator.result;
    return this.operation(
      operator,
      operator.id === "min" || operator.id === "max" ? this.chance.pick(ORDERED) : base,
      null,
      depth,
    );
  }

  private node(base: string, like: FieldType | null, depth: number): Node {
    let fitting = [...OPERATORS.values()].filter((one) => one.result === base);
    if (base !== "opaque" && (fitting.length === 0 || this.chance.below(4) === 0)) {
      const names = ORDERED.includes(base) ? ["case", "if_empty", "min", "max"] : ["case", "if_empty"];
      fitting = names.map((name) => OPERATORS.get(name) as Operator);
    }
    if (depth <= 0 || fitting.length === 0 || this.chance.below(4) === 0) return this.leaf(base, like);
    return this.operation(this.chance.pick(fitting), base, like, depth);
  }

  private leaf(base: string, like: FieldType | null): Node {
    const fits = NAMES.filter(
      ({ type }) =>
        type.type === base &&
        (like === null ||
          (type.target === like.target && JSON.stringify(type.options) === JSON.stringify(like.options))),
    );
    if (fits.length > 0 && this.chance.below(4) > 0) {
      const { path } = this.chance.pick(fits);
      return path.startsWith("@") ? { p: path.slice(1) } : { f: path };
    }
    if (this.chance.below(12) === 0) return { v: this.chance.pick<Literal>([null, "", []]) };
    const v = this.value(like ?? { type: base as FieldType["type"] });
    return base === "date" || base === "instant" ? { v, t: base } : { v };
  }

  private value({ type, options: ids, target }: FieldType): Literal {
    const known = ids ?? (target ? Object.keys(PEOPLE) : null);
    switch (type) {
      case "number":
        return this.chance.pick(NUMBERS);
      case "boolean":
        return this.chance.below(2) === 0;
      case "date":
        return this.chance.pick(DATES);
      case "instant":
        return this.chance.pick(INSTANTS);
      case "set":
        return [
          this.chance.pick(known ?? TEXTS.filter(Boolean)),
          this.chance.pick(known ?? TEXTS.filter(Boolean)),
        ];
      default:
        return this.chance.pick(known ?? TEXTS);
    }
  }

  private operation(operator: Operator, base: string, like: FieldType | null, depth: number): Node {
    const { min, max } = operator.arity;
    let count = min + this.chance.below(Math.min(max ?? min + 2, 4) - min + 1);
    if (operator.rest === "case") count = this.chance.pick([3, 3, 5]);
    const shared = this.shared(operator, base, like);
    const a = Array.from({ length: count }, (_, i) =>
      this.argument(argumentKind(operator, i, count), shared, depth - 1),
    );
    return { op: operator.id, a };
  }

  private shared(operator: Operator, base: string, like: FieldType | null): FieldType {
    if (operator.result === "same") return like ?? this.type(base);
    return this.type(this.chance.pick(ALLOWED[operator.args[0] ?? ""] ?? ["set"]));
  }

  private type(base: string): FieldType {
    const known = NAMES.filter(({ type }) => type.type === base);
    return known.length > 0 ? this.chance.pick(known).type : { type: base as FieldType["type"] };
  }

  private argument(kind: string, shared: FieldType, depth: number): Node {
    switch (kind) {
      case "comparable":
      case "ordered":
      case "listable":
      case "value":
        return this.node(shared.type, shared, depth);
      case "set":
        return this.node("set", shared.type === "set" ? shared : null, depth);
      case "element":
        return this.leaf(shared.target ? "ref" : "choice", {
          ...shared,
          type: shared.target ? "ref" : "choice",
        });
      case "any":
        return this.node(
          this.chance.pick(["number", "text", "date", "set", "boolean", "choice", "opaque"]),
          null,
          depth,
        );
      case "digits":
        return { v: this.chance.below(7) };
      case "calendar":
        return { v: this.chance.pick(["cn", "门店", 'a "b"']) };
      case "list":
        return {
          v: Array.from({ length: 1 + this.chance.below(3) }, () => {
            const one = this.value(shared);
            return one === "" ? "x" : one;
          }) as unknown as Literal,
        };
      default:
        return this.node(kind, null, depth);
    }
  }
}

/** A rule over NAMES that passes the type check in shape (warnings and unknown calendars allowed). */
export const typedRule = (chance: Random, depth: number): Node => new Maker(chance).root(depth);
