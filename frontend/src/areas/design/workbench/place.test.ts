import { describe, expect, it } from "vitest";
import { readPlace, stays } from "./place";

describe("whether the page stays as it stands when something else is selected", () => {
  it.each([
    [
      "another field of the form",
      "data/entity/lead/properties/name",
      "data/entity/lead/properties/mobile",
      true,
    ],
    ["the settings are closed", "data/entity/lead/properties/name", "data/form/lead", true],
    ["a stage, and back to the flow", "flow/flow/deal/stages/quote", "flow/flow/deal", true],
    ["another business object", "data/entity/lead", "data/entity/customer", false],
    ["its list is another page", "data/entity/lead/properties/name", "data/entity/lead/list", false],
    ["so are its settings", "data/entity/lead/entity", "data/entity/lead", false],
    ["another flow", "flow/flow/deal/stages/quote", "flow/flow/lead", false],
    ["another section", "flow/flow/deal/stages/quote", "data/entity/deal", false],
    ["an action takes the place of the list of them on a phone", "actions", "actions/action/visit", false],
  ])("%s", (_, from, to, expected) => {
    expect(stays(readPlace(from), readPlace(to))).toBe(expected);
  });
});
