import { addTexts } from "../index";
import { why } from "../zh/why";

addTexts({ ...why });
