import type { app as source } from "../zh/app";

export const app: Record<keyof typeof source, string> = {
  "app.product": "Followthrough",
  "app.slogan": "How we sell, carried out step by step",
  "app.today": "Today",
  "app.lists": "Lists",
  "app.overdue": "Overdue",
  "app.approvals": "Approvals",
  "app.queues": "Follow up",
  "app.inbox": "Notifications",
  "app.inbox.n": "Notifications, {{n}} unread",
  "app.me": "Me",
  "app.switch": "Switch app",
  "app.design": "Design",
  "app.rules": "Rules and talk",
  "app.admin": "Organisation",
  "app.offline":
    "You are offline. Keep writing: it stays on this device and is submitted when you are back online.",
  "app.notFound.title": "No such page",
  "app.notFound.text": "The link may be out of date, or you may not have access.",
  "app.notFound.home": "Back to Today",
  "app.crash.title": "Something broke on this page",
  "app.crash.text": "What you typed is kept on this device. Reload to go on.",
  "app.crash.reload": "Reload",
  "app.noApps.title": "No apps yet",
  "app.noApps.text": "Ask an administrator to give you a role.",
  "app.apps.title": "Choose an app",
};
