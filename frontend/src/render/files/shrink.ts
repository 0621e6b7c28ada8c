/** Photos straight from a camera are several megabytes; on a phone's uplink that is the whole wait. */

/** Smaller files go as they are: screenshots keep every pixel and their own bytes. */
const SHRINK_ABOVE = 1_500_000;
const LONGEST_EDGE = 2560;
const QUALITY = 0.86;

/** Width and height that fit in `edge`, never larger than they are. */
export function fit(width: number, height: number, edge = LONGEST_EDGE): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The picture as a smaller JPEG, upright; the file itself when it is small, no photo, or cannot be read here. */
export async function shrink(file: File): Promise<{ blob: Blob; name: string }> {
  const same = { blob: file, name: file.name };
  if (file.size <= SHRINK_ABOVE || !/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type)) return same;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const size = fit(picture.width, picture.height);
    const canvas = document.createElement("canvas");
    canvas.width = size.width;
    canvas.height = size.height;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, size.width, size.height);
    picture.close();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return same;
    return { blob, name: `${file.name.replace(/\.[^.]*$/, "")}.jpg` };
  } catch {
    return same;
  }
}
