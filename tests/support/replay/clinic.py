"""The sales template with a stage more: 临床试用 with two required fields, and an action owed within 48 hours."""

from __future__ import annotations

import copy
from typing import Any

Json = dict[str, Any]


def with_trial(doc: Json) -> Json:
    """Two fields, a stage between demo and objection on the standard path, an action with a screenshot, a duty of 48 hours."""
    made: Json = copy.deepcopy(doc)
    properties = made["entities"]["opportunity"]["properties"]
    sections = made["forms"]["opportunity"]["sections"]
    for place, (name, text) in enumerate({"trial_ward": "试用科室", "trial_result": "试用结论"}.items()):
        label = {"zh": text, "en": text}
        properties[name] = {"type": "string", "field": {"kind": "text", "label": label, "order": 900 + place}}
        sections["need"]["fields"][name] = {"order": 900 + place}
    flow = made["flows"]["opportunity"]
    flow["stages"]["trial"] = {
        "label": {"zh": "临床试用", "en": "Clinical trial"},
        "kind": "open",
        "order": 35,
        "entry": {"fields": {"trial_ward": {"order": 5}, "trial_result": {"order": 10}}},
    }
    flow["paths"]["standard"]["stages"]["trial"] = {"order": 35}
    flow["transitions"]["to_trial"] = {
        "label": {"zh": "进入临床试用", "en": "To the trial"},
        "from": {"demo": {}},
        "to": "trial",
        "order": 5,
    }
    for name in ("to_objection", "to_lost", "to_hold"):
        flow["transitions"][name]["from"]["trial"] = {"order": 10}
    made["actions"]["trial_photo"] = {
        "id": "trial_photo",
        "entity": "opportunity",
        "label": {"zh": "上传试用照片", "en": "Upload a picture of the trial"},
        "stages": {"trial": {}},
        "evidence": {"accept": {"image": {}}},
    }
    made["duties"]["trial_photo_48h"] = {
        "id": "trial_photo_48h",
        "entity": "opportunity",
        "label": {"zh": "48 小时内上传试用照片", "en": "A picture within 48 hours"},
        "opens_when": {"entity": "opportunity", "kind": "moved", "stage": "trial"},
        "action": "trial_photo",
        "due": {"after": "PT48H"},
    }
    return made


BIG = 30_000_000
"""300,000 yuan, in fen."""


def stricter(doc: Json) -> Json:
    """Only big deals are shown a demo; who does not report every day is late."""
    made: Json = copy.deepcopy(doc)
    rule = {"op": "gt", "a": [{"f": "amount"}, {"v": BIG}]}
    made["flows"]["opportunity"]["stages"]["demo"].setdefault("entry", {}).setdefault("statements", {})["big"] = {
        "rule": rule
    }
    made["duties"]["no_update_72h"]["due"]["after"] = "PT24H"
    return made
