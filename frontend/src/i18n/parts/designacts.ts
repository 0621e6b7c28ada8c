import { addTexts } from "../index";
import { designacts } from "../zh/designacts";

addTexts(designacts);
