"""The library of training modules, and people's progress in it."""

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
    "module",  # see `backend.domain.training.modules.Module`
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("about", Text, nullable=False, server_default=""),
    number("minutes"),
    number("position"),
    Column("needs", ARRAY(Text), nullable=False, server_default="{}"),  # ids of modules
    Column("unlocks", ARRAY(Text), nullable=False, server_default="{}"),  # keys of badges that it gives besides its id
    number("pass_mark", SmallInteger, 80),  # percent
    Column("checked", Date),
    Column("sources", ARRAY(Text), nullable=False, server_default="{}"),  # each a line of Markdown
    Column("ask", SmallInteger),  # questions per final test, as the author wrote
    number("asks", SmallInteger, 8),  # how many it really asks: `modules.Module.asks`
    number("version", default=1),  # grows with each import that changes something
    Column("digest", Text, nullable=False, server_default=""),  # digest of all that was imported
    moment("imported_at", required=True),
    moment("closed_at"),  # not offered to people who have not begun it
    CheckConstraint("pass_mark between 1 and 100", name="pass_mark"),
)

module_version = Table(
    "module_version",  # a module as it was imported, complete; a draft has no row in `module` before it is published
    metadata,
    Column("module_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", JSONB, nullable=False),  # `versions.dump_module`
    Column("digest", Text, nullable=False),  # as `module.digest`
    Column("file", Text, nullable=False, server_default=""),  # the file from which it was read
    Column("restored", Integer),  # the version that it restores
    moment("at", required=True),
    moment("published_at"),  # null: nobody ever learnt with it
)

lesson = Table(
    "lesson",
    metadata,
    id_column(),
    Column("module_id", ForeignKey("module.id"), nullable=False),
    Column("key", Text, nullable=False),  # its name in all versions
    number("position"),  # from 1
    Column("title", Text, nullable=False),
    Column("screens", JSONB, nullable=False, server_default="[]"),  # `modules.dump_screens`
    moment("retired_at"),  # no later version has it; kept for those who took it
    UniqueConstraint("module_id", "key"),
)

question = Table(
    "question",
    metadata,
    id_column(),
    Column("module_id", ForeignKey("module.id"), nullable=False),
    Column("lesson_id", ForeignKey("lesson.id")),  # null: only the final test asks it
    Column("about_id", ForeignKey("lesson.id")),  # of the final test: the lesson that teaches it
    Column("key", Text, nullable=False),  # its name in all versions
    Column("former_key", Text),  # its name before another question took that name; its key is then arbitrary
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
    "enrolment",  # a person's progress in a module
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("module_id", ForeignKey("module.id"), primary_key=True),
    moment("started_at", required=True),
    moment("active_at", required=True),  # the last step in it; silence counts from here
    moment("passed_at"),
    _share("score"),  # the best of the tries at the final test
    number("tries"),  # finished tries at the final test
    number("failures", SmallInteger),  # failed tries in a row
    moment("failed_at"),  # the last failed try: the wait for the next one counts from here
    moment("alerted_at"),  # when the Huber was told of failed tries, once
    number("nudged", SmallInteger),  # number of nudges since `active_at`
    moment("nudged_at"),
    Index("ix_enrolment_module", "module_id"),
    Index("ix_enrolment_silent", "active_at", postgresql_where=text("passed_at is null")),
)

lesson_progress = Table(
    "lesson_progress",  # a person's progress in a lesson
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("lesson_id", ForeignKey("lesson.id"), primary_key=True),
    Column("state", JSONB, nullable=False, server_default="{}"),  # where the person is: the state of the lesson's flow
    moment("started_at", required=True),
    moment("finished_at"),  # the first time
    _share("score"),  # the best of the tries
    number("tries"),
    number("failures"),  # failed tries in a row
    moment("alerted_at"),  # when the Huber was told, once
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
    moment("finished_at"),  # if fewer marks than questions: given up in a merge
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
    "attempt",  # one answer to a question, in a lesson, in a final test or (both null) in a revision; never changed
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("question_id", ForeignKey("question.id"), nullable=False),
    Column("lesson_id", ForeignKey("lesson.id")),
    Column("final_id", ForeignKey("final_try.id")),
    moment("at", required=True),
    _share("share", required=True),
    Column("first", Boolean, nullable=False),  # the person's first answer to this question
    number("seconds"),  # from shown to answered
    Index("ix_attempt_person", "person_id", "question_id"),
    Index("ix_attempt_question", "question_id", "first"),
    Index("ix_attempt_final_id", "final_id", postgresql_where=text("final_id is not null")),
)

card = Table(
    "card",  # the memory model FSRS for a person and a question
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
    "badge",  # a skill that a person has proved; it opens projects that need it
    metadata,
    id_column(),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("key", Text, nullable=False),  # a module's id, or a key that a module unlocks
    Column("title", Text, nullable=False),
    Column("module_id", ForeignKey("module.id")),  # the module that gave it; null: given by hand
    moment("at", required=True),
    moment("revoked_at"),
    Column("reason", Text),  # of the revocation, in words
    Index("uq_badge_person_id_key", "person_id", "key", unique=True, postgresql_where=text("revoked_at is null")),
    Index("ix_badge_module", "module_id"),
    Index("ix_badge_person_id", "person_id"),
)

credential = Table(
    "credential",  # what others can verify: one badge or a set of them, under the name that she chose
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # "badge", "certificate"
    Column("key", Text, nullable=False, server_default=""),  # key of the badge, or of the set of modules
    # its bit in the status lists of revoked credentials
    Column("place", BigInteger, Identity(always=True), nullable=False),
    Column("name", Text, nullable=False),  # the name that she chose
    Column("badges", ARRAY(BigInteger), nullable=False),  # ids of `badge`
    moment("issued_at", required=True),
    moment("revoked_at"),
    Column("reason", Text),
    Column("shown", JSONB, nullable=False, server_default="{}"),  # what she agreed to show
    Column("document", JSONB, nullable=False),  # the signed credential as issued
    Index("uq_credential_person_id_key", "person_id", "key", unique=True, postgresql_where=text("revoked_at is null")),
    Index("ix_credential_revoked", "place", postgresql_where=text("revoked_at is not null")),
)

signing_key = Table(
    "signing_key",  # every key that ever signed a credential: verifiers need it
    metadata,
    Column("kid", Text, primary_key=True),  # the key's thumbprint (RFC 7638)
    Column("public", JSONB, nullable=False),  # as a JWK (RFC 7517)
    Column("private", Text),  # PEM; null: it comes from the environment
    moment("created_at", required=True),
)

assessment = Table(
    "assessment",  # pay for the time of a module's tests, by a project that needs what the module gives
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
