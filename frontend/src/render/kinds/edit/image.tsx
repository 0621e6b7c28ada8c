import { files } from "./file";

/** Pictures: the camera is one tap away on a phone. */
export const IMAGE = files(["image"]);
