import { addTexts } from "../index";
import { designrules } from "../zh/designrules";

addTexts(designrules);
