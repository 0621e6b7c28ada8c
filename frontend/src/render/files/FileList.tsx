import type { ReactElement } from "react";
import { fileAddress, thumbAddress } from "../../api/endpoints";
import { useT } from "../../i18n";
import { Icon } from "../../kit";
import { usePrint } from "../env";

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
  const picture = preview ?? (/\.(png|jpe?g|gif|webp|heic|bmp)$/i.test(name) ? thumbAddress(id) : null);
  if (picture === null)
    return (
      <span className="r-thumb">
        <Icon name="file" size={22} />
      </span>
    );
  return <img className="r-thumb" src={picture} alt="" loading="lazy" width={48} height={48} />;
}

/** Stored files, each to be opened. */
export function FileList({
  ids,
  dense,
}: {
  ids: readonly string[];
  dense?: boolean | undefined;
}): ReactElement {
  const t = useT();
  const { print } = usePrint();
  if (dense) return <>{t("render.file.count", { n: ids.length })}</>;
  return (
    <ul className="r-file-list">
      {ids.map((id, index) => {
        const name = print.title?.("_file", id) ?? `${t("render.file.unnamed")} ${index + 1}`;
        return (
          <li key={id}>
            <a href={fileAddress(id)} target="_blank" rel="noreferrer noopener">
              <FileThumb id={id} preview={null} name={name} />
              <span className="k-clip">{name}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
