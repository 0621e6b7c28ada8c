import { addTexts } from "../index";
import { designpublish } from "../zh/designpublish";

addTexts(designpublish);
