"""Records that wait to be moved stand in a table of their own, not in the payload of their job (docs/adr/0018)."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table, and put into it what waits."""
    records = op.create_table(
        "settling_record",
        sa.Column("job", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("job", "record", name="pk_settling_record"),
    )
    outbox = sa.Table("outbox", sa.MetaData(), *(sa.Column(name, TEXT) for name in ("id", "kind", "state", "payload")))
    waiting = sa.and_(outbox.c.kind == "recompute", outbox.c.state == "waiting")
    connection = op.get_bind()
    for job, payload in connection.execute(sa.select(outbox.c.id, outbox.c.payload).where(waiting)).all():
        said = json.loads(payload)
        if said.get("among") is None:
            continue
        connection.execute(records.insert(), [{"job": job, "record": one} for one in sorted(set(said["among"]))])
        text = json.dumps({**said, "among": True}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        connection.execute(outbox.update().where(outbox.c.id == job).values(payload=text))
