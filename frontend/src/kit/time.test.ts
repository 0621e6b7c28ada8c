import { expect, it } from "vitest";
import { readTime } from "./TimeInput";

it.each([
  ["09:30", "09:30"],
  ["9", "09:00"],
  ["930", "09:30"],
  ["1830", "18:30"],
  ["９：５", "09:05"],
  ["9点30分", "09:30"],
  ["24:00", "24:00"],
  ["24:01", null],
  ["9:75", null],
  ["noon", null],
  ["", null],
])("%s is %s", (typed, time) => {
  expect(readTime(typed)).toBe(time);
});
