import { Link } from "@tanstack/react-router";
import { useEffect, useRef, type ReactElement } from "react";
import { useT } from "../../../i18n";
import { Icon, type IconName } from "../../../kit";
import "./manage.css";

const PAGES = [
  { to: "/people", key: "manage.people", icon: "people" },
  { to: "/calendars", key: "manage.calendars", icon: "calendar" },
  { to: "/rosters", key: "manage.rosters", icon: "clock" },
  { to: "/channels", key: "manage.channels", icon: "send" },
] as const satisfies readonly { to: string; key: string; icon: IconName }[];

/** The pages of those who run the organisation, side by side. */
export function ManageNav(): ReactElement {
  const t = useT();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // Narrow screens show part of the row: the page one is on is in it.
    nav.current
      ?.querySelector('[aria-current="page"]')
      ?.scrollIntoView({ inline: "center", block: "nearest" });
  }, []);
  return (
    <nav ref={nav} className="mng-nav" aria-label={t("manage.title")}>
      {PAGES.map((page) => (
        <Link key={page.to} to={page.to}>
          <Icon name={page.icon} size={16} />
          {t(page.key)}
        </Link>
      ))}
    </nav>
  );
}
