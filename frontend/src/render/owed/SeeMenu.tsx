import "../../i18n/parts/owed";
import type { ReactElement } from "react";
import type { Owed } from "../../api/owed";
import { useT } from "../../i18n";
import { Menu, type MenuItem } from "../../kit";
import type { SeeKind } from "./SeeDialog";

interface SeeMenuProps {
  owed: Owed;
  name: string;
  /** "manage": the nudge stands beside the menu. */
  only?: "manage";
  onSee: (kind: SeeKind) => void;
}

/** What the reader may do about an obligation besides doing it. */
export function SeeMenu({ owed, name, only, onSee }: SeeMenuProps): ReactElement | null {
  const t = useT();
  const one = (kind: SeeKind, icon: MenuItem["icon"], tone?: "danger"): MenuItem => ({
    key: kind,
    label: t(`owed.${kind}`),
    icon,
    tone,
    onSelect: () => onSee(kind),
  });
  const nudge = owed.rights.nudge && only !== "manage" ? [one("nudge", "send")] : [];
  const manage = owed.rights.waive
    ? [one("reassign", "assign"), one("extend", "clock"), one("waive", "close", "danger")]
    : [];
  if (nudge.length + manage.length === 0) return null;
  return <Menu size="s" label={t("owed.more", { name })} groups={[nudge, manage]} />;
}
