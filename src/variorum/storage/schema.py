"""The tables of a case, as they are today. How an older case comes to have them is told in `migrations`."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

# Which migrations have been made here, one row each.
schema_version = Table(
    "schema_version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("says", Text, nullable=False),
)

# The ledger: rows are added at the end and never changed; triggers refuse anything else.
entry = Table(
    "entry",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("entry_by_kind", "kind", "number"),
    Index("entry_by_subject", "subject", "number"),
)

# What can be computed again. Outside the chain; any row may be dropped at any time.
cache = Table(
    "cache",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
