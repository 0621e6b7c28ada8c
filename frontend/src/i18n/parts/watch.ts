import { addTexts } from "../index";
import { watch } from "../zh/watch";

addTexts({ ...watch });
