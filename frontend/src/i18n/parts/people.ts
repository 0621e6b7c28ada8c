import { addTexts } from "../index";
import { people } from "../zh/people";

addTexts({ ...people });
