import { addTexts } from "../index";
import { importing } from "../zh/import";

addTexts({ ...importing });
