import { addTexts } from "../index";
import { designdata } from "../zh/designdata";

addTexts(designdata);
