import { useTranslation } from "react-i18next";

import { useTitle } from "@/lib/useTitle";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { Tabs } from "@/ui/frame/Tabs";

import { Channel } from "./Channel";
import { Log } from "./Log";
import styles from "./Mail.module.css";
import { Templates } from "./Templates";
import { type MailTab, TABS } from "./tabs";
import { useChannel } from "./useMail";

/** How people are reached by mail: the channel, the words, what became of each mail. */
export function MailPage({ tab, onTab }: { tab: MailTab; onTab: (tab: MailTab) => void }) {
  const { t } = useTranslation("mail");
  useTitle(t("title"));
  const failed = useChannel().data?.failedCount;
  return (
    <Page>
      <PageHeader title={t("title")} />
      <Scroll className={styles["page"] ?? ""}>
        <Tabs
          label={t("title")}
          current={tab}
          onChange={(key) => onTab(TABS.find((one) => one === key) ?? "channel")}
          panelClassName={styles["panel"]}
          tabs={[
            { key: "channel", label: t("tab.channel"), content: <Channel /> },
            { key: "templates", label: t("tab.templates"), content: <Templates /> },
            { key: "log", label: t("tab.log"), count: failed, content: <Log /> },
          ]}
        />
      </Scroll>
    </Page>
  );
}
