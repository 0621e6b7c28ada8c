/** Editors of the heavier kinds, in one file that comes behind the page (or with the first such field). */
import { ADDRESS } from "./address";
import { INSTANT } from "./instant";
import { PERSON } from "./person";
import { POLY_REFERENCE } from "./polyReference";
import { RATING } from "./rating";
import { REFERENCE } from "./reference";
import { REGION } from "./region";
import { TAGS } from "./tags";
import { UNIT } from "./unit";

export const RARE = {
  address: ADDRESS,
  instant: INSTANT,
  person: PERSON,
  poly_reference: POLY_REFERENCE,
  rating: RATING,
  reference: REFERENCE,
  region: REGION,
  tags: TAGS,
  unit: UNIT,
};
