import { addTexts } from "../index";
import { sign } from "../zh/sign";

addTexts({ ...sign });
