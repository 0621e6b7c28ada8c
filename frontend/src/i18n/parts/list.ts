import { addTexts } from "../index";
import { list } from "../zh/list";

addTexts({ ...list });
