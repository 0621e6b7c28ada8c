import { addTexts } from "../index";
import { designaccess } from "../zh/designaccess";

addTexts(designaccess);
