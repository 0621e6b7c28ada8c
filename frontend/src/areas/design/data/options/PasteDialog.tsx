import { useState, type ReactElement } from "react";
import { isPublished } from "../../../../engine/design/commands/fields";
import { pasteOptions, readLines, type Of } from "../../../../engine/design/commands/options";
import { useT } from "../../../../i18n";
import { Button, Dialog, Field, TextArea } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";

interface PasteProps {
  of: Of;
  tree: boolean;
  onClose: () => void;
}

/** Many options at once: a line each, as a column of a spreadsheet pastes them. */
export function PasteDialog({ of, tree, onClose }: PasteProps): ReactElement {
  const t = useT();
  const { app, live, run } = useWorkbench();
  const [text, setText] = useState("");
  const lines = readLines(text, tree);
  const found = pasteOptions(app, of, lines, !isPublished(live, of.entity, of.field));
  return (
    <Dialog
      title={t("ddata.paste.title")}
      onClose={onClose}
      sticky
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button
            tone="primary"
            disabled={found.command.operations.length === 0}
            onClick={() => {
              run(found.command);
              onClose();
            }}
          >
            {t("ddata.paste.go", { count: found.added })}
          </Button>
        </>
      }
    >
      <Field label={t("ddata.paste.lines")} help={t(tree ? "ddata.paste.helpTree" : "ddata.paste.help")}>
        {(aria) => (
          <TextArea
            {...aria}
            rows={10}
            value={text}
            onChange={setText}
            placeholder={t(tree ? "ddata.paste.exampleTree" : "ddata.paste.example")}
          />
        )}
      </Field>
      <p role="status" className="k-muted">
        {t("ddata.paste.found", { added: found.added, known: found.known })}
      </p>
    </Dialog>
  );
}
