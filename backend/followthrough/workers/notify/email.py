"""Mail by the organisation's own server: plain text with the same as HTML, to one recipient."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate

from followthrough.services.channel_text import mail_html, mail_text, subject
from followthrough.workers.outbound import MailRefused, OutboundError

from .letter import Letter, NotSent, Way

SENDER = "落实 Followthrough"


def send(way: Way, letter: Letter) -> None:
    """Send it. A recipient or text the server refuses for good is given up; a login or sender it refuses is the channel's."""
    port = letter.setting("port")
    try:
        way.outbound.mail(
            letter.setting("host"),
            int(port),
            mail_of(letter),
            sender=letter.setting("from"),
            to=letter.target,
            security=letter.setting("security"),
            login=letter.setting("user"),
            password=letter.secret.get("password", ""),
        )
    except OutboundError as error:
        raise NotSent(error.reason, down=True) from None
    except MailRefused as refused:
        theirs = refused.step in ("recipient", "data")
        permanent = theirs and refused.code >= 500
        raise NotSent(f"smtp {refused.step} {refused.code}", permanent=permanent, down=not theirs) from None


def mail_of(letter: Letter) -> EmailMessage:
    """The mail; its id is the delivery's, so that a repetition is recognised."""
    made = EmailMessage()
    sender = letter.setting("from")
    made["Subject"] = subject(letter.message)
    made["From"] = Address(SENDER, addr_spec=sender)
    made["To"] = Address(addr_spec=letter.target)
    made["Date"] = formatdate(letter.created_ms / 1000)
    made["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail_text(letter.message))
    made.add_alternative(mail_html(letter.message), subtype="html")
    return made
