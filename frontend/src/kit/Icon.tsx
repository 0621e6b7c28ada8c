import type { ReactElement } from "react";

/** Outlines on a 24 grid, 1.75 stroke; one visual hand for the whole product. */
const PATHS = {
  today: "M4 6.5h16v13H4zM4 10h16M8 4v4M16 4v4M8.5 14.5l2.2 2.2 4.3-4.3",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  board: "M4 5h4.5v14H4zM9.8 5h4.5v9H9.8zM15.5 5H20v12h-4.5z",
  apps: "M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-3.7 3.7-5.5 7.5-5.5s6.7 1.8 7.5 5.5",
  people:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.6-3.2 3.1-5 6.5-5s5.9 1.8 6.5 5M16 4.8a3.3 3.3 0 0 1 0 6.4M18 14.8c2 .7 3.2 2.3 3.5 4.7",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 20.5h4M12 3v2",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  chevronDown: "M6 9.5l6 6 6-6",
  chevronUp: "M6 14.5l6-6 6 6",
  chevronLeft: "M14.5 6l-6 6 6 6",
  chevronRight: "M9.5 6l6 6-6 6",
  back: "M20 12H5M11 6l-6 6 6 6",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.8-4.8",
  filter: "M4 5.5h16l-6.2 7.2V18l-3.6 2v-7.3z",
  sort: "M7 4v16M7 20l-3-3M7 20l3-3M17 20V4M17 4l-3 3M17 4l3 3",
  columns: "M4 5h16v14H4zM9.5 5v14M14.5 5v14",
  edit: "M4 20l.8-4L16 4.8a2 2 0 0 1 2.8 0l.4.4a2 2 0 0 1 0 2.8L8 19.2zM14.5 6.5l3 3",
  trash: "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 13h9.4l.8-13M10 11v5.5M14 11v5.5",
  copy: "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
  undo: "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M15 14l5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  calendar: "M4 6h16v14H4zM4 10.5h16M8 3.5V8M16 3.5V8",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2",
  camera: "M4 7.5h3.5L9 5h6l1.5 2.5H20v11.5H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  image: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.5h.01",
  file: "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5",
  upload: "M12 16V4.5M7 9l5-4.8L17 9M4.5 15.5v4h15v-4",
  download: "M12 4.5V16M7 11.5l5 4.8 5-4.8M4.5 15.5v4h15v-4",
  link: "M10 14a4 4 0 0 0 5.7 0l3.3-3.3a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0L5 13.3A4 4 0 0 0 10.7 19l1.3-1.3",
  phone:
    "M6 4h3.5l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5V18a2 2 0 0 1-2.2 2A15.5 15.5 0 0 1 4 6.2 2 2 0 0 1 6 4z",
  star: "M12 4l2.5 5.2 5.5.8-4 4 1 5.7-5-2.7-5 2.7 1-5.7-4-4 5.5-.8z",
  flag: "M6 21V4M6 4.5c4-2 7.5 2 12 0v9c-4.5 2-8-2-12 0",
  alert: "M12 4L2.8 19.5h18.4zM12 10v4.5M12 17h.01",
  info: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5.5M12 7.8h.01",
  offline:
    "M4 4l16 16M5 10.5a11 11 0 0 1 3.5-2.2M12 7.5c2.7 0 5.1 1.1 7 3M8.5 14.2a5.5 5.5 0 0 1 3.5-1.2M12 18h.01",
  archive: "M3.5 5h17v4h-17zM5 9v10.5h14V9M10 13h4",
  assign:
    "M10 11.5a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4zM3.5 20c.7-3.3 3.2-5 6.5-5 1 0 2 .2 2.8.5M15 18h6M18.5 15.5L21 18l-2.5 2.5",
  history: "M4 5v4.5h4.5M4.5 9a8 8 0 1 1-.5 3.5M12 8v4.5l3 1.8",
  bolt: "M13 3.5L5.5 13.5H11l-1 7 7.5-10H12z",
  logout: "M14 4.5H5v15h9M10.5 12H20M16.5 8.5L20 12l-3.5 3.5",
  globe:
    "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17",
  key: "M14.5 13.5a4.5 4.5 0 1 0-4.3-3.2L4 16.5V20h3.5v-2.5H10V15l1.7-1.7c.8.2 1.8.2 2.8.2zM15.5 8.5h.01",
  building: "M5 20.5v-17h9v17M14 9h5v11.5M3.5 20.5h17M8 7.5h3M8 11.5h3M8 15.5h3",
  box: "M4 8l8-4 8 4v8.5l-8 4-8-4zM4 8l8 4 8-4M12 12v8.5",
  drag: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  eye: "M2.5 12c3.5-6.5 15.5-6.5 19 0-3.5 6.5-15.5 6.5-19 0zM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6z",
  lock: "M6 10.5h12v10H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5",
  refresh: "M20 5v5h-5M4 19v-5h5M19.5 10A8 8 0 0 0 5.3 7.5M4.5 14a8 8 0 0 0 14.2 2.5",
  target: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h.01",
  send: "M20.5 3.5L3.5 10.5l6.5 3 3 7zM10 13.5l4.5-4.5",
  receipt: "M6 3.5h12v17l-2.5-1.5-2 1.5-1.5-1.5-1.5 1.5-2-1.5L6 20.5zM9 8.5h6M9 12h6",
  chat: "M4 5h16v11.5H11L6.5 20v-3.5H4zM8 9h8M8 12.5h5",
  clipboard: "M6 5.5h12v15H6zM9 3.5h6v4H9zM9 12h6M9 15.5h4",
  coins:
    "M9 12.5c3 0 5-1.2 5-3s-2-3-5-3-5 1.2-5 3 2 3 5 3zM4 9.5v6c0 1.8 2 3 5 3M14 9.5v2M15 18.5c3 0 5-1.2 5-3s-2-3-5-3-5 1.2-5 3 2 3 5 3zM10 15.5v2c0 1.8 2 3 5 3s5-1.2 5-3v-2",
  gavel: "M13 4l6.5 6.5M10.5 6.5l6.5 6.5M14 5l-6 6M18.5 9.5l-6 6M9.5 10.5L4 16l3 3 5.5-5.5M4 20.5h9",
  handshake:
    "M3.5 7l4-1.5L12 7l4.5-1.5 4 1.5v8l-2.5 1-4.5 4-6-4.5-4-.5zM12 7l-3 4c1.5 1.5 3 1.5 4.5-.5l4.5 5",
  screen: "M4 4.5h16v11H4zM12 15.5V20M8 20h8M10.5 7.5l4 2.5-4 2.5z",
  spark: "M12 3.5l2 6.5 6.5 2-6.5 2-2 6.5-2-6.5-6.5-2 6.5-2z",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9",
  tag: "M4 4h8l8.5 8.5-8 8L4 12zM8 8h.01",
  stamp: "M9.5 13l.8-3.6a3.2 3.2 0 1 1 3.4 0l.8 3.6h5v3.5h-15V13zM5 20h14",
  video: "M3.5 6.5h11.5v11H3.5zM15 10.8l5.5-3.3v9L15 13.2",
} as const;

export type IconName = keyof typeof PATHS;

/** The icon a document names, or `otherwise` when it names none of ours. */
export function iconOf(name: string | null | undefined, otherwise: IconName): IconName {
  const wanted = name === "user" ? "person" : name;
  return wanted != null && Object.hasOwn(PATHS, wanted) ? (wanted as IconName) : otherwise;
}

interface IconProps {
  name: IconName;
  size?: number;
  /** Spoken name; without it the icon is decoration beside words. */
  label?: string;
}

export function Icon({ name, size = 18, label }: IconProps): ReactElement {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" || name === "drag" ? 2.6 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
