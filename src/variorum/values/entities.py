"""Who and what is spoken of: places in the text, and the persons, bodies, units and places they belong to."""

import datetime
from dataclasses import dataclass
from typing import Literal

from variorum.values.text import Passage

EntityKind = Literal["person", "organisation", "unit", "place", "nationality", "event", "other"]
MentionForm = Literal["name", "role", "pronoun"]


@dataclass(frozen=True, slots=True)
class UnitName:
    """A military or police unit as named: "7th Assault Detachment" is number "7", type "detachment".

    `parent` is the place of the wider unit named in the same phrase, by (start, end), or None.
    """

    number: str | None
    type: str
    parent: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in one document that speaks of somebody or something.

    Mentions with one `thread` (an opaque key, unique within the case) corefer within their document. `head` is
    the (start, end) of the head word. No identity across documents is claimed here.
    """

    passage: Passage
    kind: EntityKind
    form: MentionForm
    thread: str
    head: tuple[int, int]
    unit: UnitName | None = None


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place on the WGS 84 ellipsoid in degrees; precision "city", "region", "country", "area" or "feature"."""

    latitude: float
    longitude: float
    precision: str
    name: str
    country: str
    table: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two threads were taken for one entity; undone by a judgement "different" between their mentions."""

    left: str
    right: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body, unit or place of the whole case, computed from mentions and judgements."""

    id: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    merges: tuple[Merge, ...] = ()
    place: Coordinates | None = None
    unit: UnitName | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class UnsurePair:
    """Two entities that may be one; a person should look. Never merged on likeness alone."""

    left: str
    right: str
    reason: str
    score: float


Tenure = Literal["begun", "ended", "held"]


@dataclass(frozen=True, slots=True)
class PostDay:
    """The words of a text that say when a post began, ended or was held, and the days they can mean, both inclusive."""

    kind: Tenure
    passage: Passage
    earliest: datetime.date
    latest: datetime.date


@dataclass(frozen=True, slots=True)
class PostCitation:
    """One place that tells of somebody's post: the name, and the rank, title and unit told with it, None where not told.

    `over` says that the words tell the post as past ("formerly", "ex-", "until 2015"); `days` is what they say of when.
    """

    person: Passage
    rank: Passage | None
    title: Passage | None
    unit: Passage | None
    over: bool
    days: tuple[PostDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody in a post, held from at least `earliest` to at least `latest`, as the accounts tell it.

    `person` and `unit` are ids of entities; `title` and `rank` are words of the citations, the commonest spelling of each. By `earliest`
    it had begun and on `latest` it had not ended: days the texts tell, or those of accounts that tell the post as held now; None where
    nothing tells that end. Where `earliest` is after `latest` the words are not exact to the day ("in 2014"), and the post was held at
    some time between the two. `not_before` is the first day on which it can have begun and `over_by` the day by which it had ended, as the
    words tell, or the day of the first account that tells it as past; None where nothing says so.
    """

    id: str
    person: str
    title: str | None
    rank: str | None
    unit: str | None
    earliest: datetime.date | None
    latest: datetime.date | None
    over_by: datetime.date | None
    citations: tuple[PostCitation, ...]
    not_before: datetime.date | None = None
