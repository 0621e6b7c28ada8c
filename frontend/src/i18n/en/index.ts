import type { Catalogue } from "../zh";
import { app } from "./app";
import { fill } from "./fill";
import { importing } from "./import";
import { kit } from "./kit";
import { list } from "./list";
import { people } from "./people";
import { record } from "./record";
import { render } from "./render";

export const en: Catalogue = {
  ...kit,
  ...app,
  ...render,
  ...fill,
  ...record,
  ...list,
  ...importing,
  ...people,
};
