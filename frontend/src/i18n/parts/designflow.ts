import { addTexts } from "../index";
import { designflow } from "../zh/designflow";

addTexts(designflow);
