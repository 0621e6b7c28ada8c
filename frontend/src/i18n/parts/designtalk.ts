import { addTexts } from "../index";
import { designtalk } from "../zh/designtalk";

addTexts(designtalk);
