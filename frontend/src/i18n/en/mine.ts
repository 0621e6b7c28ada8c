import type { mine as zh } from "../zh/mine";

export const mine: Record<keyof typeof zh, string> = {
  "mine.title": "Messages",
  "mine.help": "The inbox always has everything at once. This is how you are told on your phone and by mail.",
  "mine.channels": "Channels",
  "mine.channels.none": "No channel has been set up yet: messages are in the inbox.",
  "mine.unreachable": "{{name}} (your account is not known there)",
  "mine.digest": "Together",
  "mine.digest.help": "Several messages of a while in one.",
  "mine.digest.off": "Each at once",
  "mine.digest.hourly": "One an hour",
  "mine.digest.daily": "One every morning",
  "mine.quiet": "Quiet hours",
  "mine.from": "From",
  "mine.to": "To (may be next morning)",
  "mine.wrong": "Write times as 22:00; the two must differ",
  "mine.saved": "Saved",
};
