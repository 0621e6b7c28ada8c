import { addTexts } from "../index";
import { time } from "../zh/time";

addTexts({ ...time });
