import { addTexts } from "../index";
import { inbox } from "../zh/inbox";

addTexts({ ...inbox });
