import { addTexts } from "../index";
import { fill } from "../zh/fill";
import { render } from "../zh/render";

addTexts({ ...fill, ...render });
