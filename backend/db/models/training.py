"""The library of training modules, and how far people are in it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.db.models.base import id_column, metadata, moment, number


def _share(name: str, *, required: bool = False) -> Column[object]:
    """A part of the full mark, from 0 to 1."""
    return Column(name, Numeric(5, 4), nullable=not required)


module = Table(
    "module",  # as `backend.domain.training.modules.Module`
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("about", Text, nullable=False, server_default=""),
    number("minutes"),
    number("position"),
    Column("needs", ARRAY(Text), nullable=False, server_default="{}"),  # ids of modules
    Column("unlocks", ARRAY(Text), nullable=False, server_default="{}"),  # keys of badges beside its id
    number("pass_mark", SmallInteger, 80),  # percent
    Column("checked", Date),
    Column("sources", ARRAY(Text), nullable=False, server_default="{}"),  # each a line of Markdown
    Column("ask", SmallInteger),  # questions of a try at the final test, by the author's word
    number("asks", SmallInteger, 8),  # how many it really asks: `modules.Module.asks`
    number("version", default=1),  # grows with each import that changes something
    Column("digest", Text, nullable=False, server_default=""),  # of all that was imported
    moment("imported_at", required=True),
    moment("closed_at"),  # not offered to those who have not begun it
    CheckConstraint("pass_mark between 1 and 100", name="pass_mark"),
)

module_version = Table(
    "module_version",  # a module as it was imported, whole; a draft has no row in `module` before it is published
    metadata,
    Column("module_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", JSONB, nullable=False),  # `versions.dump_module`
    Column("digest", Text, nullable=False),  # as `module.digest`
    Column("file", Text, nullable=False, server_default=""),  # what it was read from
    Column("restored", Integer),  # the version that it is again
    moment("at", required=True),
    moment("published_at"),  # null: people have never learnt with it
)

lesson = Table(
    "lesson",
    metadata,
    id_column(),
    Column("module_id", ForeignKey("module.id"), nullable=False),
    Column("key", Text, nullable=False),  # its name over all versions
    number("position"),  # from 1
    Column("title", Text, nullable=False),
    Column("screens", JSONB, nullable=False, server_default="[]"),  # `modules.dump_screens`
    moment("retired_at"),  # in no version since then; kept for those who took it
    UniqueConstraint("module_id", "key"),
)

question = Table(
    "question",
    metadata,
    id_column(),
    Column("module_id", ForeignKey("module.id"), nullable=False),
    Column("lesson_id", ForeignKey("lesson.id")),  # null: only the module's final test asks it
    Column("about_id", ForeignKey("lesson.id")),  # of the final test: the lesson that teaches it
    Column("key", Text, nullable=False),  # its name over all versions
    Column("former_key", Text),  # its name before another question took that; its key then says nothing
    number("position"),  # in its lesson or in the pool, from 1
    Column("content", JSONB, nullable=False),  # `questions.dump`
    moment("retired_at"),
    UniqueConstraint("module_id", "key"),
    Index("ix_question_lesson", "lesson_id", "position", postgresql_where=text("retired_at is null")),
    Index(
        "ix_question_pool",
        "module_id",
        "position",
        postgresql_where=text("lesson_id is null and retired_at is null"),
    ),
)

enrolment = Table(
    "enrolment",  # a person in a module
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("module_id", ForeignKey("module.id"), primary_key=True),
    moment("started_at", required=True),
    moment("active_at", required=True),  # her last step in it: silence is counted from here
    moment("passed_at"),
    _share("score"),  # the best of her tries at the final test
    number("tries"),  # at the final test, finished
    number("failures", SmallInteger),  # of them, in a row
    moment("failed_at"),  # the last of these: the next try waits from here
    moment("alerted_at"),  # her Huber was told of them, once
    number("nudged", SmallInteger),  # nudges since `active_at`
    moment("nudged_at"),
    Index("ix_enrolment_module", "module_id"),
    Index("ix_enrolment_silent", "active_at", postgresql_where=text("passed_at is null")),
)

lesson_progress = Table(
    "lesson_progress",  # a person in a lesson
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("lesson_id", ForeignKey("lesson.id"), primary_key=True),
    Column("state", JSONB, nullable=False, server_default="{}"),  # where she is: what the lesson's flow keeps
    moment("started_at", required=True),
    moment("finished_at"),  # the first time that she came to its end
    _share("score"),  # the best of her tries
    number("tries"),
    number("failures"),  # in a row
    moment("alerted_at"),  # her Huber was told, once
    Index("ix_lesson_progress_lesson", "lesson_id"),
)

final_try = Table(
    "final_try",  # one try at a module's final test
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("module_id", ForeignKey("module.id"), nullable=False),
    Column("asked", ARRAY(BigInteger), nullable=False),  # ids of `question`, in order: drawn once
    Column("marks", ARRAY(Boolean), nullable=False, server_default="{}"),  # whether each answer so far was right
    moment("started_at", required=True),
    moment("finished_at"),  # with fewer marks than questions: given up when two accounts became one
    Index(
        "uq_final_try_person_id_module_id",
        "person_id",
        "module_id",
        unique=True,
        postgresql_where=text("finished_at is null"),
    ),
    Index("ix_final_try_person", "person_id", "module_id"),
    Index("ix_final_try_module", "module_id"),
)

attempt = Table(
    "attempt",  # one answer to a question, in a lesson, in a final test, or (both null) in a revision; never changed
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("question_id", ForeignKey("question.id"), nullable=False),
    Column("lesson_id", ForeignKey("lesson.id")),
    Column("final_id", ForeignKey("final_try.id")),
    moment("at", required=True),
    _share("share", required=True),
    Column("first", Boolean, nullable=False),  # she had never answered this question before
    number("seconds"),  # shown → answered
    Index("ix_attempt_person", "person_id", "question_id"),
    Index("ix_attempt_question", "question_id", "first"),
)

card = Table(
    "card",  # what FSRS remembers of a person and a question
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("question_id", ForeignKey("question.id"), primary_key=True),
    moment("due", required=True),
    Column("stability", Double),  # days; null until the first review
    Column("difficulty", Double),  # 1 to 10; null until the first review
    number("state", SmallInteger, 1),  # 1 learning, 2 review, 3 relearning
    Column("step", SmallInteger),  # of learning or relearning
    moment("last_review"),
    Index("ix_card_due", "person_id", "due"),
    Index("ix_card_question", "question_id"),
)

badge = Table(
    "badge",  # what a person has shown that she can do; opens projects that need it
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("key", Text, nullable=False),  # a module's id, or one of those that it unlocks
    Column("title", Text, nullable=False),
    Column("module_id", ForeignKey("module.id")),  # by which she earned it; null: given by a person
    moment("at", required=True),
    moment("revoked_at"),
    Column("reason", Text),  # of the revocation, in words
    Index("uq_badge_person_id_key", "person_id", "key", unique=True, postgresql_where=text("revoked_at is null")),
    Index("ix_badge_module", "module_id"),
)

credential = Table(
    "credential",  # what others can check: one badge or a set of them, under the name that she chose
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # "badge", "certificate"
    Column("key", Text, nullable=False, server_default=""),  # of the badge, or of the set of modules
    Column("place", BigInteger, Identity(always=True), nullable=False),  # its bit in the lists of what is revoked
    Column("name", Text, nullable=False),  # as she wants it shown
    Column("badges", ARRAY(BigInteger), nullable=False),  # ids of `badge`
    moment("issued_at", required=True),
    moment("revoked_at"),
    Column("reason", Text),
    Column("shown", JSONB, nullable=False, server_default="{}"),  # what she agreed to show
    Column("document", JSONB, nullable=False),  # the signed credential, as it was issued
    Index("uq_credential_person_id_key", "person_id", "key", unique=True, postgresql_where=text("revoked_at is null")),
    Index("ix_credential_revoked", "place", postgresql_where=text("revoked_at is not null")),
)

signing_key = Table(
    "signing_key",  # keys that credentials were ever signed with: whoever checks one needs its own
    metadata,
    Column("kid", Text, primary_key=True),  # the key's thumbprint (RFC 7638)
    Column("public", JSONB, nullable=False),  # as a JWK (RFC 7517)
    Column("private", Text),  # PEM; null: it comes from the environment
    moment("created_at", required=True),
)

assessment = Table(
    "assessment",  # the time of a module's tests, paid by a project that needs what the module gives
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("module_id", ForeignKey("module.id"), primary_key=True),
    Column("project_id", ForeignKey("project.id"), nullable=False, index=True),
    number("seconds"),
    number("units", BigInteger),
    Column("currency", Text, nullable=False),
    moment("at", required=True),
    CheckConstraint("units > 0", name="units"),
)
