import { useState, type ReactElement } from "react";
import type { PathInfo } from "../../../engine/model/paths";
import { useLang, useT } from "../../../i18n";
import { Button, Check, Dialog, IconButton } from "../../../kit";
import { columnsFor, pathLabel, pathsFor } from "./model";
import type { Listing } from "./useListing";

/** More columns than this no screen shows well, and the server answers no more fields than 60. */
const MOST = 30;

/** Which columns a person sees of a list, and in which order. */
export default function ColumnsDialog({
  listing,
  onClose,
}: {
  listing: Listing;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  const lang = useLang();
  const { bundle, entity, settings } = listing;
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    columnsFor(bundle, entity, settings).map(({ path }) => path),
  );
  const paths = pathsFor(bundle, entity);
  const byPath = new Map(paths.map((info) => [info.path, info]));
  const rest = paths.filter(({ path }) => !chosen.includes(path));
  const move = (index: number, by: number) => {
    const next = [...chosen];
    const [one] = next.splice(index, 1);
    if (one !== undefined) next.splice(index + by, 0, one);
    setChosen(next);
  };
  const save = (columns: readonly string[] | null) => {
    const { columns: _before, ...others } = settings;
    listing.saveSettings(columns === null ? others : { ...others, columns });
    onClose();
  };
  const group = (title: string, infos: readonly PathInfo[]) =>
    infos.length === 0 ? null : (
      <details className="lst-more" open={chosen.length < 4}>
        <summary>{title}</summary>
        <ul className="lst-columns">
          {infos.map((info) => (
            <li key={info.path}>
              <Check
                label={pathLabel(info, lang)}
                checked={false}
                disabled={chosen.length >= MOST}
                onChange={() => setChosen([...chosen, info.path])}
              />
            </li>
          ))}
        </ul>
      </details>
    );
  return (
    <Dialog
      title={t("list.columns")}
      onClose={onClose}
      footer={
        <>
          <Button tone="quiet" onClick={() => save(null)}>
            {t("list.columns.reset")}
          </Button>
          <Button tone="primary" onClick={() => save(chosen)}>
            {t("kit.save")}
          </Button>
        </>
      }
    >
      <div className="k-stack" data-gap="s">
        <p className="k-muted k-small">{t("list.columns.help")}</p>
        <ol className="lst-columns">
          {chosen.map((path, index) => {
            const info = byPath.get(path);
            const name = info ? pathLabel(info, lang) : path;
            return (
              <li key={path}>
                <Check
                  label={name}
                  checked
                  disabled={chosen.length === 1}
                  onChange={() => setChosen(chosen.filter((one) => one !== path))}
                />
                <IconButton
                  icon="chevronUp"
                  size="s"
                  label={t("list.columns.up", { name })}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                />
                <IconButton
                  icon="chevronDown"
                  size="s"
                  label={t("list.columns.down", { name })}
                  disabled={index === chosen.length - 1}
                  onClick={() => move(index, 1)}
                />
              </li>
            );
          })}
        </ol>
        {group(t("list.columns.more"), rest)}
      </div>
    </Dialog>
  );
}
