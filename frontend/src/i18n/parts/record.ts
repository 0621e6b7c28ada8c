import { addTexts } from "../index";
import { record } from "../zh/record";

addTexts({ ...record });
