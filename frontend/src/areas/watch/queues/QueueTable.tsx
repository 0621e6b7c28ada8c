import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { Owed } from "../../../api/owed";
import { useSay, useT } from "../../../i18n";
import { Avatar, Badge, Button, IconButton, TableFrame } from "../../../kit";
import { useApp } from "../../../render/context";
import { span } from "../../../render/owed/due";
import { Due, useNow } from "../../../render/owed/Due";
import type { QueueProps } from "./QueueRows";
import { SeeMenu } from "../../../render/owed/SeeMenu";

/** The rows of a queue as a table: what, on which record, whose, how long already, by when. */
export function QueueTable(props: QueueProps & { name: string }): ReactElement {
  const { rows, ticked, onTick, name } = props;
  const t = useT();
  const all = rows.every(({ id }) => ticked.has(id));
  return (
    <TableFrame label={t("watch.list", { name })}>
      <thead>
        <tr>
          <th scope="col" className="watch-tick">
            <input
              type="checkbox"
              aria-label={t("watch.selectAll")}
              checked={all}
              onChange={() =>
                onTick(
                  rows.map(({ id }) => id),
                  !all,
                )
              }
            />
          </th>
          <th scope="col">{t("watch.col.what")}</th>
          <th scope="col">{t("watch.col.record")}</th>
          <th scope="col">{t("watch.col.owner")}</th>
          <th scope="col">{t("watch.col.due")}</th>
          <th scope="col">{t("watch.col.age")}</th>
          <th scope="col">
            <span className="k-sr">{t("watch.col.do")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((owed) => (
          <Row key={owed.id} {...props} owed={owed} />
        ))}
      </tbody>
    </TableFrame>
  );
}

function Row({ owed, ticked, onTick, onSee, onWhy }: QueueProps & { owed: Owed }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app } = useApp();
  const now = useNow(60_000);
  const name = say(owed.label);
  const called = `${name} · ${owed.record_title}`;
  return (
    <tr data-selected={ticked.has(owed.id) ? "" : undefined}>
      <td className="watch-tick">
        <input
          type="checkbox"
          aria-label={t("watch.select", { name: called })}
          checked={ticked.has(owed.id)}
          onChange={() => onTick([owed.id], !ticked.has(owed.id))}
        />
      </td>
      <td>
        <span className="watch-what">
          {name}
          <IconButton icon="info" size="s" label={t("owed.whyOf", { name })} onClick={() => onWhy(owed)} />
        </span>
      </td>
      <td>
        <Link to="/a/$app/e/$entity/$id" params={{ app, entity: owed.entity, id: owed.record }}>
          {owed.record_title}
        </Link>
      </td>
      <td>
        <Owner owed={owed} />
      </td>
      <td>
        <Due owed={owed} />
      </td>
      <td className="watch-age">{span((now - Date.parse(owed.opened_at)) / 1000, owed.shown_in)}</td>
      <td>
        <span className="watch-do">
          {owed.rights.nudge ? (
            <Button
              size="s"
              tone="soft"
              aria-label={t("watch.nudgeOf", { name: called })}
              onClick={() => onSee("nudge", owed)}
            >
              {t("owed.nudge")}
            </Button>
          ) : null}
          <SeeMenu owed={owed} name={called} only="manage" onSee={(kind) => onSee(kind, owed)} />
        </span>
      </td>
    </tr>
  );
}

/** Who owes it; nobody is said loudly. */
export function Owner({ owed }: { owed: Owed }): ReactElement {
  const t = useT();
  if (!owed.owner) return <Badge color="red">{t("owed.nobody")}</Badge>;
  return (
    <span className="watch-owner">
      <Avatar name={owed.owner.name} size="s" />
      {owed.owner.name}
    </span>
  );
}
