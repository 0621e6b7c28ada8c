import { expect, it } from "vitest";
import { readPasted } from "./paste";

const PEOPLE = [
  { id: "1", name: "李娜" },
  { id: "2", name: "张伟" },
  { id: "3", name: "张伟" },
  { id: "4", name: "Ann Lee" },
];

it.each([
  ["a column pair of a sheet", "李娜\tlina", { "1": "lina" }],
  ["spaces", "李娜   lina", { "1": "lina" }],
  ["commas of both kinds, and blank lines", "李娜，lina\n\nAnn Lee,ann", { "1": "lina", "4": "ann" }],
  ["the last line wins", "李娜 a\n李娜 b", { "1": "b" }],
])("%s", (_, text, taken) => {
  expect(readPasted(text, PEOPLE)).toEqual({ taken, unknown: [], twice: [] });
});

it("does not guess: unknown names and namesakes are told", () => {
  expect(readPasted("王五 w\n张伟 z\n单独一行", PEOPLE)).toEqual({
    taken: {},
    unknown: ["王五 w", "单独一行"],
    twice: ["张伟"],
  });
});
