import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import {
  listAddresses,
  putAddresses,
  type Address,
  type Channel,
  type ChannelKind,
} from "../../../api/channels";
import { useListed, useSay, useT } from "../../../i18n";
import { Banner, Button, Dialog, Field, SkeletonPage, TextArea, TextInput, toast } from "../../../kit";
import { Failed } from "../shared/Failed";
import { Refusal } from "../shared/Refusal";
import { useSaving } from "../shared/useSaving";
import { readPasted, type Pasted } from "./paste";

interface AddressesDialogProps {
  channel: Channel;
  kind: ChannelKind | undefined;
  onClose: () => void;
}

/** Where the channel finds each person; many can be pasted at once. */
export function AddressesDialog(props: AddressesDialogProps): ReactElement {
  const t = useT();
  const { channel, onClose } = props;
  const found = useQuery({ queryKey: ["addresses", channel.id], queryFn: () => listAddresses(channel.id) });
  if (found.data) return <Addresses {...props} found={found.data} />;
  return (
    <Dialog title={t("chan.addressesOf", { name: channel.name })} onClose={onClose}>
      {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <SkeletonPage />}
    </Dialog>
  );
}

function Addresses({
  channel,
  kind,
  found,
  onClose,
}: AddressesDialogProps & { found: readonly Address[] }): ReactElement {
  const listed = useListed();
  const t = useT();
  const say = useSay();
  const { busy, problem, save } = useSaving();
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({});
  const [text, setText] = useState("");
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const take = () => {
    const read = readPasted(
      text,
      found.map((one) => one.person),
    );
    setPasted(read);
    setChanged({ ...changed, ...read.taken });
    setText("");
  };
  const store = async () => {
    if (!(await save(() => putAddresses(channel.id, changed), [["addresses", channel.id], ["channels"]])))
      return;
    toast({ text: t("chan.saved"), tone: "good" });
    onClose();
  };
  return (
    <Dialog
      title={t("chan.addressesOf", { name: channel.name })}
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" busy={busy} onClick={() => void store()}>
            {t("kit.save")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Refusal problem={problem} />
        <Field label={t("chan.addresses.paste")} help={t("chan.addresses.help")}>
          {(aria) => <TextArea {...aria} rows={3} value={text} onChange={setText} />}
        </Field>
        <Button disabled={text.trim() === ""} onClick={take}>
          {t("chan.addresses.take")}
        </Button>
        {pasted ? (
          <Banner live="status" tone={pasted.unknown.length + pasted.twice.length > 0 ? "warn" : "good"}>
            {t("chan.addresses.taken", { n: Object.keys(pasted.taken).length })}
            {pasted.unknown.length > 0 ? (
              <div>{t("chan.addresses.unknown", { names: listed(pasted.unknown) })}</div>
            ) : null}
            {pasted.twice.length > 0 ? (
              <div>{t("chan.addresses.twice", { names: listed(pasted.twice) })}</div>
            ) : null}
          </Banner>
        ) : null}
        <ul className="chan-people">
          {found.map((one) => (
            <li key={one.person.id}>
              <Field label={one.person.name}>
                {(aria) => (
                  <TextInput
                    {...aria}
                    value={changed[one.person.id] ?? one.value}
                    maxLength={200}
                    placeholder={say(kind?.address)}
                    onChange={(value) => setChanged({ ...changed, [one.person.id]: value.trim() })}
                  />
                )}
              </Field>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
