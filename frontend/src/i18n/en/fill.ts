import type { fill as source } from "../zh/fill";

export const fill: Record<keyof typeof source, string> = {
  "drafts.saved": "Saved on this device",
  "drafts.unsaved": "This device has no room to save; submit soon",
  "drafts.found": "You began this on {{when}} and did not submit it.",
  "drafts.restore": "Go on with it",
  "drafts.discard": "Discard it",
  "drafts.waiting":
    "{{n}} {{n|submission waits|submissions wait}} on this device and {{n|goes|go}} out when the server answers",
  "drafts.sendNow": "Submit now",
  "drafts.sent": "Submitted: {{name}}",
  "drafts.refused": "“{{name}}” was not accepted: {{why}}",
  "drafts.handle": "Look at it",
  "drafts.drop": "Drop it",
  "fill.untitled": "(untitled)",
  "fill.back": "Back",
  "drafts.kept": "It could not be submitted now: saved on this device, submitted again by itself",
  "drafts.left": "There is no place for these any more; they will not be sent:",
  "drafts.again": "Submit with the new form",
};
