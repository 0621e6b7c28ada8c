import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { listChannels, removeChannel, type Channel, type ChannelKind } from "../../../api/channels";
import { useSay, useT } from "../../../i18n";
import { Badge, Button, Confirm, EmptyState, Icon, Menu, SkeletonPage, toast } from "../../../kit";
import { Failed } from "../shared/Failed";
import { Refusal } from "../shared/Refusal";
import { useSaving } from "../shared/useSaving";
import { AddressesDialog } from "./AddressesDialog";
import { ChannelDialog } from "./ChannelDialog";
import { TestDialog } from "./TestDialog";

type Open =
  | { readonly kind: "edit"; readonly channel: Channel | null }
  | { readonly kind: "addresses" | "test" | "remove"; readonly channel: Channel };

/** The channels there are: whom they reach, what waits, what could not be sent. */
export function ChannelList({ onDead }: { onDead: () => void }): ReactElement {
  const t = useT();
  const [open, setOpen] = useState<Open | null>(null);
  const found = useQuery({ queryKey: ["channels"], queryFn: listChannels });
  if (found.isPending) return <SkeletonPage />;
  if (found.error) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { rows, kinds } = found.data;
  const close = () => setOpen(null);
  const add = (
    <Button icon="plus" tone="primary" onClick={() => setOpen({ kind: "edit", channel: null })}>
      {t("chan.add")}
    </Button>
  );
  const kindOf = (channel: Channel) => kinds.find((one) => one.kind === channel.kind);
  return (
    <div className="k-stack">
      {rows.length === 0 ? (
        <EmptyState icon="send" title={t("chan.none")} action={add}>
          {t("chan.none.help")}
        </EmptyState>
      ) : (
        <div className="mng-tools">{add}</div>
      )}
      <ul className="chan-list">
        {rows.map((channel) => (
          <Row key={channel.id} channel={channel} kind={kindOf(channel)} onOpen={setOpen} onDead={onDead} />
        ))}
      </ul>
      {open?.kind === "edit" ? (
        <ChannelDialog
          channel={open.channel}
          kinds={kinds}
          taken={rows.map((one) => one.id)}
          onClose={close}
        />
      ) : null}
      {open?.kind === "addresses" ? (
        <AddressesDialog channel={open.channel} kind={kindOf(open.channel)} onClose={close} />
      ) : null}
      {open?.kind === "test" ? (
        <TestDialog channel={open.channel} kind={kindOf(open.channel)} onClose={close} />
      ) : null}
      {open?.kind === "remove" ? <Remove channel={open.channel} onClose={close} /> : null}
    </div>
  );
}

interface RowProps {
  channel: Channel;
  kind: ChannelKind | undefined;
  onOpen: (open: Open) => void;
  onDead: () => void;
}

function Row({ channel, kind, onOpen, onDead }: RowProps): ReactElement {
  const t = useT();
  const say = useSay();
  return (
    <li className="k-card chan-row">
      <Icon name="send" />
      <div className="chan-what">
        <strong>{channel.name}</strong>
        <span className="k-muted k-small">{say(kind?.label)}</span>
      </div>
      <div className="chan-state">
        {channel.active ? null : <Badge>{t("chan.off")}</Badge>}
        {kind?.address ? (
          <Badge color={channel.addresses > 0 ? "green" : "yellow"}>
            {t("chan.reach", { n: channel.addresses })}
          </Badge>
        ) : null}
        {channel.waiting > 0 ? <Badge color="blue">{t("chan.waiting", { n: channel.waiting })}</Badge> : null}
        {channel.dead > 0 ? (
          <Button size="s" tone="link" icon="alert" onClick={onDead}>
            {t("chan.dead", { n: channel.dead })}
          </Button>
        ) : null}
      </div>
      <div className="chan-acts">
        {kind?.address ? (
          <Button size="s" icon="people" onClick={() => onOpen({ kind: "addresses", channel })}>
            {t("chan.addresses")}
          </Button>
        ) : null}
        <Button size="s" icon="send" onClick={() => onOpen({ kind: "test", channel })}>
          {t("chan.test")}
        </Button>
        <Menu
          size="s"
          label={t("chan.moreOf", { name: channel.name })}
          groups={[
            [
              {
                key: "edit",
                label: t("chan.edit"),
                icon: "edit",
                onSelect: () => onOpen({ kind: "edit", channel }),
              },
            ],
            [
              {
                key: "remove",
                label: t("chan.remove"),
                icon: "trash",
                tone: "danger",
                onSelect: () => onOpen({ kind: "remove", channel }),
              },
            ],
          ]}
        />
      </div>
    </li>
  );
}

function Remove({ channel, onClose }: { channel: Channel; onClose: () => void }): ReactElement {
  const t = useT();
  const { busy, problem, save } = useSaving();
  const remove = async () => {
    if (!(await save(() => removeChannel(channel.id), [["channels"]]))) return;
    toast({ text: t("chan.removed") });
    onClose();
  };
  return (
    <Confirm
      title={t("chan.removeOf", { name: channel.name })}
      confirm={t("chan.remove")}
      tone="danger"
      busy={busy}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <Refusal problem={problem} />
      <p>{t("chan.remove.help")}</p>
    </Confirm>
  );
}
