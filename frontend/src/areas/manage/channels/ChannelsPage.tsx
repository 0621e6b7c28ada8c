import "../../../i18n/parts/channels";
import "../../../i18n/parts/time";
import { useState, type ReactElement } from "react";
import { useT } from "../../../i18n";
import { Tabs } from "../../../kit";
import { ManagePage } from "../shared/ManagePage";
import { ChannelList } from "./ChannelList";
import "./channels.css";
import { Deliveries } from "./Deliveries";
import { Workers } from "./Workers";

type Tab = "channels" | "deliveries" | "workers";

/** How messages leave the house, what became of them, and whether the worker runs. */
export function ChannelsPage(): ReactElement {
  const t = useT();
  const [tab, setTab] = useState<Tab>("channels");
  return (
    <ManagePage title={t("chan.title")} help={t("chan.help")}>
      <Tabs
        label={t("chan.title")}
        tabs={(["channels", "deliveries", "workers"] as const).map((key) => ({
          key,
          label: t(`chan.tab.${key}`),
        }))}
        value={tab}
        onChange={setTab}
      >
        <div className="chan-panel">
          {tab === "channels" ? <ChannelList onDead={() => setTab("deliveries")} /> : null}
          {tab === "deliveries" ? <Deliveries /> : null}
          {tab === "workers" ? <Workers /> : null}
        </div>
      </Tabs>
    </ManagePage>
  );
}
