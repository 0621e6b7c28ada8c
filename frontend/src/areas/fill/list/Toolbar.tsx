import { Link, useNavigate } from "@tanstack/react-router";
import { Suspense, useEffect, useState, type ReactElement, type ReactNode } from "react";
import { csvAddress } from "../../../api/bulk";
import { useCount } from "../../../api/hooks";
import { useLang, useSay, useT } from "../../../i18n";
import {
  Button,
  Icon,
  IconButton,
  late,
  Menu,
  SearchInput,
  Tabs,
  toast,
  usePhone,
  type MenuItem,
} from "../../../kit";
import { useLate } from "../../../render/useLate";
import { flowOf } from "../record/stages";
import { columnsFor, pathLabel, pathsFor, sortable } from "./model";
import type { Listing } from "./useListing";

const SaveView = late(() => import("./SaveView"));
const ColumnsDialog = late(() => import("./ColumnsDialog"));
const FilterDialog = late(() => import("../filter/FilterDialog"));
const FilterWords = late(() => import("../filter/FilterWords"));

interface FrameProps {
  listing: Listing;
  shape: "table" | "board";
  children: ReactNode;
}

/** What stands around a list and a board alike: title, views, search, filter, order, and what else can be done. */
export function Frame({ listing, shape, children }: FrameProps): ReactElement {
  const t = useT();
  const say = useSay();
  const phone = usePhone();
  const { app, bundle, entity } = listing;
  const name = say(bundle.entities[entity]?.entity.label);
  const create = bundle.rights[entity]?.create === true;
  return (
    <div className="k-page lst" data-wide="" data-shape={shape}>
      <div className="k-page-head lst-head">
        <h1>{name}</h1>
        <Count listing={listing} />
        {flowOf(bundle, entity) ? <Shapes listing={listing} /> : null}
        <span className="lst-grow" />
        <More listing={listing} shape={shape} />
        {create && !phone ? (
          <Link to="/a/$app/e/$entity/new" params={{ app, entity }} className="k-btn" data-tone="primary">
            <Icon name="plus" />
            {t("render.createNew", { name })}
          </Link>
        ) : null}
      </div>
      <Tabs
        label={t("list.views")}
        tabs={listing.views.map((view) => ({ key: view.id, label: say(view.label) }))}
        value={listing.view.id}
        onChange={(id) => listing.set({ view: id === "all" ? null : id, filter: null, sort: null })}
      >
        <Conditions listing={listing} shape={shape} name={name} />
        {children}
      </Tabs>
      {create && phone ? (
        <Link
          to="/a/$app/e/$entity/new"
          params={{ app, entity }}
          className="lst-fab"
          aria-label={t("render.createNew", { name })}
        >
          <Icon name="plus" size={26} />
        </Link>
      ) : null}
    </div>
  );
}

function Count({ listing }: { listing: Listing }): ReactElement {
  const t = useT();
  const { app, entity, query } = listing;
  const found = useCount(app, entity, { filter: query.filter, q: query.q });
  const n = (found.data?.count ?? 0).toLocaleString("en-US");
  return (
    <span className="k-muted k-small" role="status">
      {found.data ? t(found.data.capped ? "list.countCapped" : "list.count", { n }) : ""}
    </span>
  );
}

function Shapes({ listing }: { listing: Listing }): ReactElement {
  const t = useT();
  const { app, entity } = listing;
  const params = { app, entity };
  const search = (before: Record<string, unknown>) => before;
  return (
    <nav className="lst-shapes" aria-label={`${t("list.asTable")} / ${t("list.asBoard")}`}>
      <Link
        to="/a/$app/e/$entity"
        params={params}
        search={search}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        <Icon name="list" size={16} />
        {t("list.asTable")}
      </Link>
      <Link
        to="/a/$app/e/$entity/board"
        params={params}
        search={search}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        <Icon name="board" size={16} />
        {t("list.asBoard")}
      </Link>
    </nav>
  );
}

/** Columns, import and export; on the phone also the order. */
function More({ listing, shape }: { listing: Listing; shape: "table" | "board" }): ReactElement | null {
  const t = useT();
  const lang = useLang();
  const phone = usePhone();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const { app, bundle, entity, settings, query, sort } = listing;
  const rights = bundle.rights[entity];
  const columns = columnsFor(bundle, entity, settings);
  const download = () => {
    const fields = columns.map(({ path }) => path).join(",");
    const link = document.createElement("a");
    link.href = csvAddress(app, entity, { ...query, fields });
    link.download = "";
    link.click();
  };
  const common: MenuItem[] = [
    ...(shape === "table"
      ? [
          {
            key: "columns",
            label: t("list.columns"),
            icon: "columns" as const,
            onSelect: () => setOpen(true),
          },
        ]
      : []),
    ...(rights?.imports === true && rights.create === true
      ? [
          {
            key: "import",
            label: t("list.import"),
            icon: "upload" as const,
            onSelect: () => void navigate({ to: "/a/$app/e/$entity/import", params: { app, entity } }),
          },
        ]
      : []),
    ...(rights?.exports === true
      ? [{ key: "export", label: t("list.export"), icon: "download" as const, onSelect: download }]
      : []),
  ];
  const order: MenuItem[] =
    phone && shape === "table"
      ? pathsFor(bundle, entity)
          .filter(({ path }) => sortable(bundle, entity, path) && columns.some((one) => one.path === path))
          .flatMap((info) =>
            (["", "-"] as const).map((sign) => ({
              key: `sort${sign}${info.path}`,
              label: `${pathLabel(info, lang)} ${t(sign === "" ? "list.sort.asc" : "list.sort.desc")}`,
              checked: sort === `${sign}${info.path}`,
              onSelect: () => listing.set({ sort: `${sign}${info.path}` }),
            })),
          )
      : [];
  if (common.length + order.length === 0) return null;
  return (
    <>
      <Menu label={t("list.more")} groups={[common, order]} />
      {open ? (
        <Suspense fallback={null}>
          <ColumnsDialog listing={listing} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Search line, filter button, and what the filter says in words. */
function Conditions({ listing, name }: FrameConditions): ReactElement {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { filter, view } = listing;
  return (
    <>
      <div className="lst-tools" role="search">
        <Search key={listing.entity} listing={listing} label={t("list.search", { name })} />
        <Button
          icon="filter"
          tone={filter === null ? "plain" : "soft"}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          {t(filter === null ? "list.filter" : "list.filterOn")}
        </Button>
      </div>
      {filter === null ? null : (
        <div className="lst-words">
          <Suspense fallback={null}>
            <FilterWords bundle={listing.bundle} entity={listing.entity} rule={filter} />
          </Suspense>
          {view.own && !listing.changed ? (
            <IconButton
              icon="trash"
              size="s"
              label={t("list.view.remove", { name: view.label.zh })}
              onClick={() => removeView(listing, t("kit.undo"))}
            />
          ) : (
            <Button
              tone="link"
              size="s"
              onClick={() => listing.set({ filter: view.filter === null ? null : "none" })}
            >
              {t("list.clear")}
            </Button>
          )}
        </div>
      )}
      {listing.changed ? (
        <Suspense fallback={null}>
          <SaveView listing={listing} />
        </Suspense>
      ) : null}
      {open ? (
        <Suspense fallback={null}>
          <FilterDialog listing={listing} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

interface FrameConditions {
  listing: Listing;
  shape: "table" | "board";
  name: string;
}

/** Take an own view away; the notice offers it back. */
function removeView(listing: Listing, undo: string): void {
  const before = listing.settings;
  const rest = (before.views ?? []).filter(({ id }) => id !== listing.view.id);
  listing.saveSettings({ ...before, views: rest });
  listing.set({ view: null, filter: null, sort: null });
  toast({
    text: listing.view.label.zh,
    action: { label: undo, run: () => listing.saveSettings(before) },
  });
}

function Search({ listing, label }: { listing: Listing; label: string }): ReactElement {
  const { q, set } = listing;
  const [text, setText] = useState(q);
  const late = useLate(text.trim());
  useEffect(() => {
    if (late !== q && late === text.trim()) set({ q: late });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the address follows the typing; going back is the reader's
  }, [late]);
  return <SearchInput label={label} value={text} onChange={setText} maxLength={100} />;
}
