import { addTexts } from "../index";
import { me } from "../zh/me";

addTexts({ ...me });
