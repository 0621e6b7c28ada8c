import { addTexts } from "../index";
import { owed } from "../zh/owed";

addTexts({ ...owed });
