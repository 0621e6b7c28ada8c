import { addTexts } from "../index";
import { designtables } from "../zh/designtables";

addTexts(designtables);
