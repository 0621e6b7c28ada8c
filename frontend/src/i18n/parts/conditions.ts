import { addTexts } from "../index";
import { conditions } from "../zh/conditions";

addTexts(conditions);
