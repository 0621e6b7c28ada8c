import { addTexts } from "../index";
import { designtry } from "../zh/designtry";

addTexts(designtry);
