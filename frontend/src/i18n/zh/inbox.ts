export const inbox = {
  "inbox.title": "通知",
  "inbox.all": "全部",
  "inbox.unread": "未读",
  "inbox.filter": "通知范围",
  "inbox.readAll": "全部标为已读",
  "inbox.none": "没有通知",
  "inbox.none.text": "待办提醒、审批和催办会出现在这里。",
  "inbox.noneUnread": "没有未读通知",
  "inbox.more": "加载更多",
  "inbox.new": "未读",
} as const;
