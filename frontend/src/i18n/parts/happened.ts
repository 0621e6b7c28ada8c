import { addTexts } from "../index";
import { happened } from "../zh/happened";

addTexts({ ...happened });
