"""One module per kind of channel: how a message becomes a request of that vendor, and what its answers mean."""

from __future__ import annotations

from collections.abc import Mapping

from . import dingtalk, dingtalk_robot, email, feishu, feishu_robot, webhook, wecom, wecom_robot
from .letter import Sender

SENDERS: Mapping[str, Sender] = {
    "wecom": wecom.send,
    "wecom_robot": wecom_robot.send,
    "dingtalk": dingtalk.send,
    "dingtalk_robot": dingtalk_robot.send,
    "feishu": feishu.send,
    "feishu_robot": feishu_robot.send,
    "email": email.send,
    "webhook": webhook.send,
}
