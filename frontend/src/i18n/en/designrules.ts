import type { designrules as zh } from "../zh/designrules";

export const designrules: Record<keyof typeof zh, string> = {
  "drule.title": "Rules",
  "drule.remove": "Remove the rule of {{name}}",
  "drule.clear": "Clear",
  "drule.take": "OK",
  "drule.means": "What this rule says",
  "drule.unfinished": "A condition is not complete yet",
  "drule.at": "“{{part}}”:",
  "drule.value": "Value",
  "drule.source": "Where the value comes from",
  "drule.source.value": "a value",
  "drule.source.field": "a field",
  "drule.source.formula": "a formula",
  "drule.yes": "yes",
  "drule.no": "no",
};
