import { Suspense, type ReactElement } from "react";
import { fileAddress, thumbAddress } from "../../api/endpoints";
import type { FileView } from "../../api/types";
import { useT } from "../../i18n";
import { Icon, late } from "../../kit";
import { usePrint } from "../env";

// Behind the picture: a page with files need not wait for what tells time.
const PictureTaken = late(() => import("./PictureTaken"));

const PICTURE = /\.(png|jpe?g|gif|webp|heic|bmp)$/i;

/** A small picture of a file, or a sign where it is no picture. */
export function FileThumb({
  id,
  preview,
  name,
}: {
  id: string;
  preview: string | null;
  name: string;
}): ReactElement {
  const picture = preview ?? (PICTURE.test(name) ? thumbAddress(id) : null);
  if (picture === null)
    return (
      <span className="r-thumb">
        <Icon name="file" size={22} />
      </span>
    );
  return <img className="r-thumb" src={picture} alt="" loading="lazy" width={48} height={48} />;
}

/** Stored files, each to be opened; of pictures when they were taken. `known`: what has been told of them already. */
export function FileList({
  ids,
  dense,
  known = [],
}: {
  ids: readonly string[];
  dense?: boolean | undefined;
  known?: readonly FileView[];
}): ReactElement {
  const t = useT();
  const { print } = usePrint();
  if (dense) return <>{t("render.file.count", { n: ids.length })}</>;
  return (
    <ul className="r-file-list">
      {ids.map((id, index) => {
        const told = known.find((one) => one.id === id);
        const name = told?.name ?? print.title?.("_file", id) ?? `${t("render.file.unnamed")} ${index + 1}`;
        return (
          <li key={id}>
            <a href={fileAddress(id)} target="_blank" rel="noreferrer noopener">
              <FileThumb id={id} preview={null} name={name} />
              <span className="r-file-words">
                <span className="k-clip">{name}</span>
                {PICTURE.test(name) ? (
                  <Suspense fallback={null}>
                    <PictureTaken id={id} known={told} />
                  </Suspense>
                ) : null}
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
