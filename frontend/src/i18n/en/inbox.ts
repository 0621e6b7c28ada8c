import type { inbox as source } from "../zh/inbox";

export const inbox: Record<keyof typeof source, string> = {
  "inbox.title": "Notifications",
  "inbox.all": "All",
  "inbox.unread": "Unread",
  "inbox.filter": "Which notifications",
  "inbox.readAll": "Mark all as read",
  "inbox.none": "No notifications",
  "inbox.none.text": "Reminders, approvals and nudges appear here.",
  "inbox.noneUnread": "Nothing unread",
  "inbox.more": "Load more",
  "inbox.new": "Unread",
};
