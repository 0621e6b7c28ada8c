import { useRef, useState, type ReactElement } from "react";
import { readOptionsFile, type FileTrouble } from "../../../../engine/design/options/file";
import { useT } from "../../../../i18n";
import { Button } from "../../../../kit";

interface FileProps {
  /** Its text goes into a tree of tags. */
  tree: boolean;
  onText: (text: string) => void;
}

/** A file whose text goes where one would paste it; why not, where it is none. */
export function OptionsFile({ tree, onText }: FileProps): ReactElement {
  const t = useT();
  const picker = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<{ name: string; what: FileTrouble | "unread" } | null>(null);
  const take = async (file: File) => {
    setTrouble(null);
    try {
      const read = readOptionsFile(file.name, new Uint8Array(await file.arrayBuffer()), tree);
      if ("trouble" in read) setTrouble({ name: file.name, what: read.trouble });
      else onText(read.text);
    } catch {
      // It was moved or taken away since it was chosen.
      setTrouble({ name: file.name, what: "unread" });
    }
  };
  return (
    <div className="k-stack" data-gap="s">
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={t("ddata.paste.file")}
        accept=".csv,.txt,.xlsx,.xls,text/csv,text/plain"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void take(file);
        }}
      />
      <div className="k-row">
        <Button size="s" tone="soft" icon="file" onClick={() => picker.current?.click()}>
          {t("ddata.paste.file")}
        </Button>
      </div>
      <p className="k-help">{t("ddata.paste.fileHelp")}</p>
      {trouble ? (
        <p role="alert" className="k-error">
          {t(`ddata.paste.trouble.${trouble.what}`, { name: trouble.name })}
        </p>
      ) : null}
    </div>
  );
}
