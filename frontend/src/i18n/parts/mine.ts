import { addTexts } from "../index";
import { mine } from "../zh/mine";

addTexts({ ...mine });
