import { Suspense, useState, type ReactElement } from "react";
import type { PathInfo } from "../../../engine/model/paths";
import type { Node } from "../../../engine/rules/ast";
import { useT } from "../../../i18n";
import { Button, late, Skeleton } from "../../../kit";
import { Words } from "../../../render/conditions/Words";

const FormulaEditor = late(() => import("./formula/FormulaEditor"));

interface PartFormulaProps {
  rule: Node;
  names: readonly PathInfo[];
  onChange: (rule: Node) => void;
}

/** A part that rows cannot show: its sentence, and a formula to change it by. What cannot be read changes nothing. */
export function PartFormula({ rule, names, onChange }: PartFormulaProps): ReactElement {
  const t = useT();
  const [draft, setDraft] = useState<Node | null | undefined>(null);
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <div className="k-row">
        <span>
          <Words rule={rule} paths={names} />
        </span>
        <Button
          size="s"
          tone="quiet"
          icon="edit"
          onClick={() => {
            setDraft(rule);
            setOpen(true);
          }}
        >
          {t("drule.editPart")}
        </Button>
      </div>
    );
  return (
    <Suspense fallback={<Skeleton />}>
      <FormulaEditor
        label={t("drule.part")}
        value={rule}
        names={names}
        expect="condition"
        onChange={setDraft}
      />
      <Button
        size="s"
        disabled={!draft}
        onClick={() => {
          if (draft && draft !== rule) onChange(draft);
          setOpen(false);
        }}
      >
        {t("drule.takePart")}
      </Button>
    </Suspense>
  );
}
