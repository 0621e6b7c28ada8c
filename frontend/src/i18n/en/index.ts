import type { Catalogue } from "../zh";
import { app } from "./app";
import { fill } from "./fill";
import { importing } from "./import";
import { kit } from "./kit";
import { list } from "./list";
import { conditions } from "./conditions";
import { me } from "./me";
import { owed } from "./owed";
import { why } from "./why";
import { happened } from "./happened";
import { sign } from "./sign";
import { watch } from "./watch";
import { inbox } from "./inbox";
import { people } from "./people";
import { time } from "./time";
import { mine } from "./mine";
import { channels } from "./channels";
import { record } from "./record";
import { design } from "./design";
import { designdata } from "./designdata";
import { designflow } from "./designflow";
import { designacts } from "./designacts";
import { designrules } from "./designrules";
import { designtables } from "./designtables";
import { designaccess } from "./designaccess";
import { designtry } from "./designtry";
import { designpublish } from "./designpublish";
import { designtalk } from "./designtalk";
import { render } from "./render";

export const en: Catalogue = {
  ...kit,
  ...app,
  ...render,
  ...fill,
  ...record,
  ...list,
  ...conditions,
  ...importing,
  ...me,
  ...owed,
  ...why,
  ...happened,
  ...sign,
  ...watch,
  ...inbox,
  ...people,
  ...time,
  ...mine,
  ...channels,
  ...designtalk,
  ...designpublish,
  ...designtry,
  ...designaccess,
  ...designtables,
  ...designrules,
  ...designacts,
  ...designflow,
  ...designdata,
  ...design,
};
