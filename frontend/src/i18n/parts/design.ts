import { addTexts } from "../index";
import { design } from "../zh/design";

addTexts(design);
