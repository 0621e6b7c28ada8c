import { addTexts } from "../index";
import { channels } from "../zh/channels";

addTexts({ ...channels });
