-- Tables, indexes and constraints as `backend.db.models` declares them, then its functions and triggers.

CREATE TABLE announcement_change (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    announcement_id BIGINT NOT NULL,
    what TEXT NOT NULL,
    n INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_announcement_change PRIMARY KEY (id)
);

CREATE INDEX ix_announcement_change_announcement_id ON announcement_change (announcement_id);

CREATE TABLE receipt (
    channel TEXT NOT NULL,
    event_key TEXT NOT NULL,
    outbox_id BIGINT,
    provider_id TEXT NOT NULL,
    status TEXT NOT NULL,
    error TEXT,
    payload JSONB NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_receipt PRIMARY KEY (channel, event_key)
);

CREATE INDEX ix_receipt_outbox_id ON receipt (outbox_id);

CREATE TABLE traffic (
    date DATE NOT NULL,
    channel TEXT NOT NULL,
    category TEXT NOT NULL,
    country TEXT NOT NULL,
    project_id BIGINT NOT NULL,
    messages BIGINT DEFAULT 0 NOT NULL,
    units BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_traffic PRIMARY KEY (date, channel, category, country, project_id)
);

CREATE TABLE tally (
    channel TEXT NOT NULL,
    what TEXT NOT NULL,
    count BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_tally PRIMARY KEY (channel, what)
);

CREATE TABLE account_pause (
    channel TEXT NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_account_pause PRIMARY KEY (channel)
);

CREATE TABLE media (
    hash TEXT NOT NULL,
    mime TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_media PRIMARY KEY (hash)
);

CREATE TABLE media_handle (
    channel TEXT NOT NULL,
    hash TEXT NOT NULL,
    handle TEXT NOT NULL,
    CONSTRAINT pk_media_handle PRIMARY KEY (channel, hash)
);

CREATE TABLE account (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    owner BIGINT NOT NULL,
    currency TEXT NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_id_currency UNIQUE (id, currency),
    CONSTRAINT uq_account_kind_owner_currency UNIQUE (kind, owner, currency),
    CONSTRAINT ck_account_kind CHECK (kind in ('client', 'project', 'pending', 'accepted', 'paid'))
);

CREATE TABLE person (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    role TEXT,
    first_name TEXT DEFAULT '' NOT NULL,
    country TEXT,
    zone TEXT,
    language TEXT DEFAULT 'fr' NOT NULL,
    data_saver BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    joined_at TIMESTAMP WITH TIME ZONE,
    paused_until TIMESTAMP WITH TIME ZONE,
    stopped_at TIMESTAMP WITH TIME ZONE,
    prefers TEXT,
    pin TEXT,
    pin_at TIMESTAMP WITH TIME ZONE,
    pin_mark SMALLINT,
    pin_tries SMALLINT DEFAULT 0 NOT NULL,
    pin_after TIMESTAMP WITH TIME ZONE,
    merged_into BIGINT,
    duty TEXT,
    countries TEXT[],
    reached_id BIGINT,
    reached TEXT,
    active_on DATE,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT ck_person_role CHECK (role in ('hiteuse', 'trainee', 'huber', 'admin')),
    CONSTRAINT ck_person_duty CHECK (duty in ('owner', 'operations', 'finance', 'reader')),
    CONSTRAINT fk_person_merged_into FOREIGN KEY(merged_into) REFERENCES person (id)
);

CREATE TABLE tick (
    name TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_tick PRIMARY KEY (name, at)
);

CREATE TABLE job_failure (
    job_id BIGINT NOT NULL,
    error TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_job_failure PRIMARY KEY (job_id)
);

CREATE TABLE setting (
    name TEXT NOT NULL,
    value JSONB NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY (name)
);

CREATE TABLE module (
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    about TEXT DEFAULT '' NOT NULL,
    minutes INTEGER DEFAULT 0 NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    needs TEXT[] DEFAULT '{}' NOT NULL,
    unlocks TEXT[] DEFAULT '{}' NOT NULL,
    pass_mark SMALLINT DEFAULT 80 NOT NULL,
    checked DATE,
    sources TEXT[] DEFAULT '{}' NOT NULL,
    ask SMALLINT,
    asks SMALLINT DEFAULT 8 NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    digest TEXT DEFAULT '' NOT NULL,
    imported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_module PRIMARY KEY (id),
    CONSTRAINT ck_module_pass_mark CHECK (pass_mark between 1 and 100)
);

CREATE TABLE module_version (
    module_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content JSONB NOT NULL,
    digest TEXT NOT NULL,
    file TEXT DEFAULT '' NOT NULL,
    restored INTEGER,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_module_version PRIMARY KEY (module_id, number)
);

CREATE TABLE signing_key (
    kid TEXT NOT NULL,
    public JSONB NOT NULL,
    private TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_signing_key PRIMARY KEY (kid)
);

CREATE TABLE project (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    name TEXT NOT NULL,
    config JSONB NOT NULL,
    status TEXT DEFAULT 'open' NOT NULL,
    practice BOOLEAN DEFAULT false NOT NULL,
    currency TEXT NOT NULL,
    funded BIGINT DEFAULT 0 NOT NULL,
    promised BIGINT DEFAULT 0 NOT NULL,
    salt TEXT DEFAULT gen_random_uuid()::text NOT NULL,
    revision INTEGER DEFAULT 0 NOT NULL,
    median_seconds INTEGER,
    priority SMALLINT DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_project PRIMARY KEY (id),
    CONSTRAINT ck_project_budget CHECK (promised <= funded),
    CONSTRAINT ck_project_status CHECK (status in ('open', 'paused', 'closed')),
    CONSTRAINT ck_project_priority CHECK (priority between -1 and 1),
    CONSTRAINT uq_project_name UNIQUE (name)
);

CREATE TABLE announcement (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    author_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    content JSONB NOT NULL,
    audience JSONB NOT NULL,
    local TIMESTAMP WITHOUT TIME ZONE,
    state TEXT NOT NULL,
    people INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    begins_at TIMESTAMP WITH TIME ZONE NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE,
    closes_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    approved_by BIGINT,
    look_at TIMESTAMP WITH TIME ZONE NOT NULL,
    result_id BIGINT,
    told_at TIMESTAMP WITH TIME ZONE,
    told JSONB,
    CONSTRAINT pk_announcement PRIMARY KEY (id),
    CONSTRAINT uq_announcement_author_id_key UNIQUE (author_id, key),
    CONSTRAINT fk_announcement_author_id FOREIGN KEY(author_id) REFERENCES person (id),
    CONSTRAINT fk_announcement_approved_by FOREIGN KEY(approved_by) REFERENCES person (id)
);

CREATE INDEX ix_announcement_author ON announcement (author_id, id);

CREATE INDEX ix_announcement_live ON announcement (id) WHERE state in ('planned', 'running');

CREATE INDEX ix_announcement_fingerprint ON announcement (fingerprint, created_at);

CREATE TABLE file_quota (
    person_id BIGINT NOT NULL,
    day DATE NOT NULL,
    files BIGINT DEFAULT 0 NOT NULL,
    bytes BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_file_quota PRIMARY KEY (person_id, day),
    CONSTRAINT fk_file_quota_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE work_day (
    date DATE NOT NULL,
    project_id BIGINT NOT NULL,
    country TEXT NOT NULL,
    channel TEXT NOT NULL,
    answers BIGINT DEFAULT 0 NOT NULL,
    active BIGINT DEFAULT 0 NOT NULL,
    counted BIGINT DEFAULT 0 NOT NULL,
    estimated BIGINT DEFAULT 0 NOT NULL,
    euro_units BIGINT DEFAULT 0 NOT NULL,
    franc_units BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_work_day PRIMARY KEY (date, project_id, country, channel),
    CONSTRAINT fk_work_day_project_id FOREIGN KEY(project_id) REFERENCES project (id)
);

CREATE INDEX ix_work_day_project_id_date ON work_day (project_id, date);

CREATE TABLE first_income (
    person_id BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_first_income PRIMARY KEY (person_id),
    CONSTRAINT fk_first_income_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_first_income_at ON first_income (at);

CREATE TABLE merge (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    gone_id BIGINT NOT NULL,
    kept_id BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    before JSONB NOT NULL,
    undone_at TIMESTAMP WITH TIME ZONE,
    undone_from BIGINT,
    CONSTRAINT pk_merge PRIMARY KEY (id),
    CONSTRAINT fk_merge_gone_id FOREIGN KEY(gone_id) REFERENCES person (id),
    CONSTRAINT fk_merge_kept_id FOREIGN KEY(kept_id) REFERENCES person (id),
    CONSTRAINT fk_merge_undone_from FOREIGN KEY(undone_from) REFERENCES person (id)
);

CREATE INDEX ix_merge_gone_id ON merge (gone_id);

CREATE INDEX ix_merge_kept_id ON merge (kept_id);

CREATE TABLE transfer (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    key TEXT NOT NULL,
    debit BIGINT NOT NULL,
    credit BIGINT NOT NULL,
    units BIGINT NOT NULL,
    currency TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_transfer PRIMARY KEY (id),
    CONSTRAINT fk_transfer_debit FOREIGN KEY(debit, currency) REFERENCES account (id, currency),
    CONSTRAINT fk_transfer_credit FOREIGN KEY(credit, currency) REFERENCES account (id, currency),
    CONSTRAINT ck_transfer_units CHECK (units > 0),
    CONSTRAINT ck_transfer_sides CHECK (debit <> credit),
    CONSTRAINT uq_transfer_key UNIQUE (key)
);

CREATE INDEX ix_transfer_debit ON transfer (debit);

CREATE INDEX ix_transfer_credit ON transfer (credit);

CREATE TABLE contact (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    blocked_at TIMESTAMP WITH TIME ZONE,
    user_id TEXT,
    heard_at TIMESTAMP WITH TIME ZONE,
    locked_at TIMESTAMP WITH TIME ZONE,
    quiet_until TIMESTAMP WITH TIME ZONE,
    open_until TIMESTAMP WITH TIME ZONE,
    joined_at TIMESTAMP WITH TIME ZONE,
    joined_how TEXT,
    CONSTRAINT pk_contact PRIMARY KEY (id),
    CONSTRAINT uq_contact_channel_address UNIQUE (channel, address),
    CONSTRAINT fk_contact_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX ix_contact_user ON contact (channel, user_id) WHERE user_id is not null;

CREATE INDEX ix_contact_person_id ON contact (person_id);

CREATE TABLE invite (
    code TEXT NOT NULL,
    role TEXT NOT NULL,
    country TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by BIGINT,
    used_by BIGINT,
    used_at TIMESTAMP WITH TIME ZONE,
    duty TEXT,
    countries TEXT[],
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by BIGINT,
    CONSTRAINT pk_invite PRIMARY KEY (code),
    CONSTRAINT fk_invite_created_by FOREIGN KEY(created_by) REFERENCES person (id),
    CONSTRAINT fk_invite_used_by FOREIGN KEY(used_by) REFERENCES person (id),
    CONSTRAINT fk_invite_withdrawn_by FOREIGN KEY(withdrawn_by) REFERENCES person (id)
);

CREATE INDEX ix_invite_digest ON invite (sha256(decode(translate(code, 'OIL', '011'), 'escape')));

CREATE INDEX ix_invite_country_created_at ON invite (country, created_at);

CREATE INDEX ix_invite_used_by ON invite (used_by) WHERE used_by is not null;

CREATE TABLE consent (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    document TEXT NOT NULL,
    version TEXT NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_consent PRIMARY KEY (id),
    CONSTRAINT fk_consent_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_consent_person_id ON consent (person_id);

CREATE TABLE goal (
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT DEFAULT '' NOT NULL,
    units BIGINT,
    currency TEXT,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_goal PRIMARY KEY (person_id),
    CONSTRAINT fk_goal_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE reminder (
    person_id BIGINT NOT NULL,
    days SMALLINT[] NOT NULL,
    at TIME WITHOUT TIME ZONE NOT NULL,
    CONSTRAINT pk_reminder PRIMARY KEY (person_id),
    CONSTRAINT fk_reminder_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE wakeup (
    person_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_wakeup PRIMARY KEY (person_id, name),
    CONSTRAINT fk_wakeup_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_wakeup_due ON wakeup (due);

CREATE TABLE outreach (
    person_id BIGINT NOT NULL,
    date DATE NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    kinds TEXT[] DEFAULT '{}' NOT NULL,
    reason TEXT,
    left_out JSONB DEFAULT '{}' NOT NULL,
    outbox_id BIGINT,
    CONSTRAINT pk_outreach PRIMARY KEY (person_id, date),
    CONSTRAINT ck_outreach_sent CHECK ((reason is null) = (outbox_id is not null)),
    CONSTRAINT fk_outreach_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_outreach_date ON outreach USING brin (date);

CREATE TABLE person_note (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    by_id BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_person_note PRIMARY KEY (id),
    CONSTRAINT fk_person_note_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_person_note_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE INDEX ix_person_note_person_id_id ON person_note (person_id, id);

CREATE TABLE encouragement (
    person_id BIGINT NOT NULL,
    by_id BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_encouragement PRIMARY KEY (person_id),
    CONSTRAINT fk_encouragement_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_encouragement_by_id FOREIGN KEY(by_id) REFERENCES person (id)
);

CREATE TABLE draft (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    about JSONB NOT NULL,
    content BYTEA,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    settled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_draft PRIMARY KEY (id),
    CONSTRAINT fk_draft_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_draft_person_id_id ON draft (person_id, id);

CREATE INDEX ix_draft_created_at ON draft (created_at);

CREATE TABLE audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    person_id BIGINT,
    channel TEXT NOT NULL,
    action TEXT NOT NULL,
    about JSONB NOT NULL,
    subject_id BIGINT,
    before JSONB,
    after JSONB,
    CONSTRAINT pk_audit PRIMARY KEY (id),
    CONSTRAINT fk_audit_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_audit_person ON audit (person_id, id) WHERE person_id is not null;

CREATE INDEX ix_audit_subject ON audit (subject_id, id) WHERE subject_id is not null;

CREATE INDEX ix_audit_at ON audit (at);

CREATE TABLE thread (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    waiting_since TIMESTAMP WITH TIME ZONE,
    escalated_at TIMESTAMP WITH TIME ZONE,
    answered_by BIGINT,
    answered_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by BIGINT,
    look_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_thread PRIMARY KEY (id),
    CONSTRAINT fk_thread_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_thread_look ON thread (look_at) WHERE look_at is not null;

CREATE UNIQUE INDEX uq_thread_open ON thread (person_id) WHERE closed_at is null;

CREATE INDEX ix_thread_person_id ON thread (person_id);

CREATE INDEX ix_thread_closed ON thread (closed_at) WHERE closed_at is not null;

CREATE INDEX ix_thread_waiting ON thread (waiting_since) WHERE closed_at is null;

CREATE TABLE thread_morning (
    person_id BIGINT NOT NULL,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    events JSONB,
    CONSTRAINT pk_thread_morning PRIMARY KEY (person_id),
    CONSTRAINT fk_thread_morning_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_thread_morning_due ON thread_morning (due);

CREATE TABLE lesson (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    module_id TEXT NOT NULL,
    key TEXT NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    title TEXT NOT NULL,
    screens JSONB DEFAULT '[]' NOT NULL,
    retired_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_lesson PRIMARY KEY (id),
    CONSTRAINT uq_lesson_module_id_key UNIQUE (module_id, key),
    CONSTRAINT fk_lesson_module_id FOREIGN KEY(module_id) REFERENCES module (id)
);

CREATE TABLE enrolment (
    person_id BIGINT NOT NULL,
    module_id TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    active_at TIMESTAMP WITH TIME ZONE NOT NULL,
    passed_at TIMESTAMP WITH TIME ZONE,
    score NUMERIC(5, 4),
    tries INTEGER DEFAULT 0 NOT NULL,
    failures SMALLINT DEFAULT 0 NOT NULL,
    failed_at TIMESTAMP WITH TIME ZONE,
    alerted_at TIMESTAMP WITH TIME ZONE,
    nudged SMALLINT DEFAULT 0 NOT NULL,
    nudged_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_enrolment PRIMARY KEY (person_id, module_id),
    CONSTRAINT fk_enrolment_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_enrolment_module_id FOREIGN KEY(module_id) REFERENCES module (id)
);

CREATE INDEX ix_enrolment_silent ON enrolment (active_at) WHERE passed_at is null;

CREATE INDEX ix_enrolment_module ON enrolment (module_id);

CREATE TABLE final_try (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    module_id TEXT NOT NULL,
    asked BIGINT[] NOT NULL,
    marks BOOLEAN[] DEFAULT '{}' NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_final_try PRIMARY KEY (id),
    CONSTRAINT fk_final_try_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_final_try_module_id FOREIGN KEY(module_id) REFERENCES module (id)
);

CREATE INDEX ix_final_try_person ON final_try (person_id, module_id);

CREATE UNIQUE INDEX uq_final_try_person_id_module_id ON final_try (person_id, module_id) WHERE finished_at is null;

CREATE INDEX ix_final_try_module ON final_try (module_id);

CREATE TABLE badge (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    module_id TEXT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    reason TEXT,
    CONSTRAINT pk_badge PRIMARY KEY (id),
    CONSTRAINT fk_badge_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_badge_module_id FOREIGN KEY(module_id) REFERENCES module (id)
);

CREATE INDEX ix_badge_module ON badge (module_id);

CREATE UNIQUE INDEX uq_badge_person_id_key ON badge (person_id, key) WHERE revoked_at is null;

CREATE TABLE credential (
    id UUID NOT NULL,
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT DEFAULT '' NOT NULL,
    place BIGINT GENERATED ALWAYS AS IDENTITY,
    name TEXT NOT NULL,
    badges BIGINT[] NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    reason TEXT,
    shown JSONB DEFAULT '{}' NOT NULL,
    document JSONB NOT NULL,
    CONSTRAINT pk_credential PRIMARY KEY (id),
    CONSTRAINT fk_credential_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_credential_revoked ON credential (place) WHERE revoked_at is not null;

CREATE UNIQUE INDEX uq_credential_person_id_key ON credential (person_id, key) WHERE revoked_at is null;

CREATE INDEX ix_credential_person_id ON credential (person_id);

CREATE TABLE assessment (
    person_id BIGINT NOT NULL,
    module_id TEXT NOT NULL,
    project_id BIGINT NOT NULL,
    seconds INTEGER DEFAULT 0 NOT NULL,
    units BIGINT DEFAULT 0 NOT NULL,
    currency TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_assessment PRIMARY KEY (person_id, module_id),
    CONSTRAINT ck_assessment_units CHECK (units > 0),
    CONSTRAINT fk_assessment_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_assessment_module_id FOREIGN KEY(module_id) REFERENCES module (id),
    CONSTRAINT fk_assessment_project_id FOREIGN KEY(project_id) REFERENCES project (id)
);

CREATE INDEX ix_assessment_project_id ON assessment (project_id);

CREATE TABLE batch (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    project_id BIGINT NOT NULL,
    file TEXT NOT NULL,
    created_by BIGINT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    tasks INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_batch PRIMARY KEY (id),
    CONSTRAINT fk_batch_project_id FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT fk_batch_created_by FOREIGN KEY(created_by) REFERENCES person (id)
);

CREATE INDEX ix_batch_project_id ON batch (project_id);

CREATE TABLE progress (
    person_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    batch_id BIGINT DEFAULT 0 NOT NULL,
    task_id BIGINT DEFAULT 0 NOT NULL,
    accepted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answers INTEGER DEFAULT 0 NOT NULL,
    done INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_progress PRIMARY KEY (person_id, project_id),
    CONSTRAINT fk_progress_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_progress_project_id FOREIGN KEY(project_id) REFERENCES project (id)
);

CREATE INDEX ix_progress_project_id_person_id ON progress (project_id, person_id);

CREATE TABLE day (
    person_id BIGINT NOT NULL,
    date DATE NOT NULL,
    active INTEGER DEFAULT 0 NOT NULL,
    counted INTEGER DEFAULT 0 NOT NULL,
    estimated INTEGER DEFAULT 0 NOT NULL,
    answers INTEGER DEFAULT 0 NOT NULL,
    euro_units BIGINT DEFAULT 0 NOT NULL,
    franc_units BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_day PRIMARY KEY (person_id, date),
    CONSTRAINT fk_day_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_day_date_person_id ON day (date, person_id);

CREATE TABLE recipient (
    announcement_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    state SMALLINT DEFAULT 0 NOT NULL,
    reason TEXT,
    vote SMALLINT,
    noted_at TIMESTAMP WITH TIME ZONE,
    interested_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_recipient PRIMARY KEY (announcement_id, person_id),
    CONSTRAINT fk_recipient_announcement_id FOREIGN KEY(announcement_id) REFERENCES announcement (id),
    CONSTRAINT fk_recipient_person_id FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_recipient_waiting ON recipient (announcement_id, due, person_id) WHERE state = 0;

CREATE INDEX ix_recipient_person_id ON recipient (person_id);

CREATE TABLE announcement_count (
    announcement_id BIGINT NOT NULL,
    what TEXT NOT NULL,
    n INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_announcement_count PRIMARY KEY (announcement_id, what),
    CONSTRAINT fk_announcement_count_announcement_id FOREIGN KEY(announcement_id) REFERENCES announcement (id)
);

CREATE TABLE conversation (
    person_id BIGINT NOT NULL,
    stack JSONB DEFAULT '[]' NOT NULL,
    question INTEGER DEFAULT 0 NOT NULL,
    asked JSONB DEFAULT '{}' NOT NULL,
    shown BIGINT,
    answered_at TIMESTAMP WITH TIME ZONE,
    answered JSONB DEFAULT '{}' NOT NULL,
    contact_id BIGINT,
    refused INTEGER DEFAULT 0 NOT NULL,
    refused_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_conversation PRIMARY KEY (person_id),
    CONSTRAINT fk_conversation_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_conversation_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
);

CREATE TABLE inbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    contact_id BIGINT,
    channel TEXT NOT NULL,
    event_key TEXT NOT NULL,
    payload JSONB NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    said_at TIMESTAMP WITH TIME ZONE,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    status SMALLINT DEFAULT 0 NOT NULL,
    attempts SMALLINT DEFAULT 0 NOT NULL,
    error TEXT,
    CONSTRAINT pk_inbox PRIMARY KEY (id),
    CONSTRAINT uq_inbox_channel_event_key UNIQUE (channel, event_key),
    CONSTRAINT fk_inbox_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_inbox_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
);

CREATE INDEX ix_inbox_dead ON inbox (id) WHERE status = 2;

CREATE INDEX ix_inbox_person_waiting ON inbox (person_id, id) WHERE status = 0;

CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    lane SMALLINT DEFAULT 0 NOT NULL,
    purpose TEXT NOT NULL,
    message JSONB,
    question INTEGER,
    edits BIGINT,
    answers JSONB,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    status SMALLINT DEFAULT 0 NOT NULL,
    attempts SMALLINT DEFAULT 0 NOT NULL,
    provider_id TEXT,
    sent_at TIMESTAMP WITH TIME ZONE,
    delivered_at TIMESTAMP WITH TIME ZONE,
    read_at TIMESTAMP WITH TIME ZONE,
    error TEXT,
    project_id BIGINT,
    sender_id BIGINT,
    template TEXT,
    category TEXT,
    moved_to BIGINT,
    unsure_at TIMESTAMP WITH TIME ZONE,
    repeats SMALLINT DEFAULT 0 NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    announcement_id BIGINT,
    thread_id BIGINT,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT fk_outbox_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_outbox_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
);

CREATE INDEX ix_outbox_ready ON outbox (channel, lane, due, id) WHERE status = 0;

CREATE INDEX ix_outbox_dead ON outbox (id) WHERE status = 2;

CREATE INDEX ix_outbox_untold ON outbox (sender_id) WHERE sender_id is not null and told_at is null and status <> 1;

CREATE INDEX ix_outbox_person_id_id ON outbox (person_id, id);

CREATE INDEX ix_outbox_waiting ON outbox (channel, lane, id) WHERE status = 0;

CREATE INDEX ix_outbox_announcement ON outbox (announcement_id, person_id) WHERE announcement_id is not null and moved_to is null;

CREATE INDEX ix_outbox_thread ON outbox (contact_id, provider_id) WHERE thread_id is not null;

CREATE INDEX ix_outbox_order ON outbox (contact_id, lane, id) WHERE status = 0;

CREATE INDEX ix_outbox_announced ON outbox (person_id, created_at) WHERE lane = 2;

CREATE INDEX ix_outbox_held ON outbox (contact_id, id) WHERE status = 3;

CREATE INDEX ix_outbox_sent ON outbox (channel, sent_at) WHERE status = 1;

CREATE TABLE joining (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    giver_id BIGINT NOT NULL,
    from_id BIGINT,
    taker_id BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    waits BOOLEAN NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    due TIMESTAMP WITH TIME ZONE,
    again_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    disputed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_joining PRIMARY KEY (id),
    CONSTRAINT ck_joining_kind CHECK (kind in ('add', 'merge', 'open')),
    CONSTRAINT ck_joining_state CHECK (state in ('asks', 'tells', 'waits', 'joined', 'stopped', 'lapsed')),
    CONSTRAINT ck_joining_ended CHECK ((state in ('asks', 'tells', 'waits')) = (ended_at is null)),
    CONSTRAINT fk_joining_giver_id FOREIGN KEY(giver_id) REFERENCES person (id),
    CONSTRAINT fk_joining_from_id FOREIGN KEY(from_id) REFERENCES contact (id),
    CONSTRAINT fk_joining_taker_id FOREIGN KEY(taker_id) REFERENCES person (id),
    CONSTRAINT fk_joining_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
);

CREATE INDEX ix_joining_open ON joining (id) WHERE ended_at is null;

CREATE INDEX ix_joining_taker ON joining (taker_id, id);

CREATE INDEX ix_joining_giver ON joining (giver_id, id);

CREATE TABLE link (
    digest BYTEA NOT NULL,
    person_id BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    contact_id BIGINT,
    CONSTRAINT pk_link PRIMARY KEY (digest),
    CONSTRAINT fk_link_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_link_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
);

CREATE INDEX ix_link_person_id ON link (person_id);

CREATE TABLE proof (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    contact_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    stack JSONB DEFAULT '[]' NOT NULL,
    question INTEGER DEFAULT 0 NOT NULL,
    asked JSONB DEFAULT '{}' NOT NULL,
    answers INTEGER DEFAULT 0 NOT NULL,
    answers_since TIMESTAMP WITH TIME ZONE,
    referee_asked_at TIMESTAMP WITH TIME ZONE,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_proof PRIMARY KEY (id),
    CONSTRAINT uq_proof_contact_id UNIQUE (contact_id),
    CONSTRAINT fk_proof_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
);

CREATE TABLE thread_message (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    thread_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    hers BOOLEAN NOT NULL,
    words TEXT DEFAULT '' NOT NULL,
    kind TEXT,
    name TEXT DEFAULT '' NOT NULL,
    hash TEXT,
    inbox_id BIGINT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    waited INTEGER,
    CONSTRAINT pk_thread_message PRIMARY KEY (id),
    CONSTRAINT fk_thread_message_thread_id FOREIGN KEY(thread_id) REFERENCES thread (id),
    CONSTRAINT fk_thread_message_hash FOREIGN KEY(hash) REFERENCES media (hash),
    CONSTRAINT uq_thread_message_inbox_id UNIQUE (inbox_id)
);

CREATE INDEX ix_thread_message_untold ON thread_message (thread_id, id) WHERE told_at is null;

CREATE INDEX ix_thread_message_waited ON thread_message (at) WHERE waited is not null;

CREATE INDEX ix_thread_message_thread_id ON thread_message (thread_id);

CREATE TABLE question (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    module_id TEXT NOT NULL,
    lesson_id BIGINT,
    about_id BIGINT,
    key TEXT NOT NULL,
    former_key TEXT,
    position INTEGER DEFAULT 0 NOT NULL,
    content JSONB NOT NULL,
    retired_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_question PRIMARY KEY (id),
    CONSTRAINT uq_question_module_id_key UNIQUE (module_id, key),
    CONSTRAINT fk_question_module_id FOREIGN KEY(module_id) REFERENCES module (id),
    CONSTRAINT fk_question_lesson_id FOREIGN KEY(lesson_id) REFERENCES lesson (id),
    CONSTRAINT fk_question_about_id FOREIGN KEY(about_id) REFERENCES lesson (id)
);

CREATE INDEX ix_question_pool ON question (module_id, position) WHERE lesson_id is null and retired_at is null;

CREATE INDEX ix_question_lesson ON question (lesson_id, position) WHERE retired_at is null;

CREATE TABLE lesson_progress (
    person_id BIGINT NOT NULL,
    lesson_id BIGINT NOT NULL,
    state JSONB DEFAULT '{}' NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    score NUMERIC(5, 4),
    tries INTEGER DEFAULT 0 NOT NULL,
    failures INTEGER DEFAULT 0 NOT NULL,
    alerted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_lesson_progress PRIMARY KEY (person_id, lesson_id),
    CONSTRAINT fk_lesson_progress_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_lesson_progress_lesson_id FOREIGN KEY(lesson_id) REFERENCES lesson (id)
);

CREATE INDEX ix_lesson_progress_lesson ON lesson_progress (lesson_id);

CREATE TABLE task (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    project_id BIGINT NOT NULL,
    batch_id BIGINT NOT NULL,
    client_id TEXT NOT NULL,
    content JSONB NOT NULL,
    gold JSONB,
    explanation TEXT,
    wanted INTEGER DEFAULT 0 NOT NULL,
    slots INTEGER DEFAULT 0 NOT NULL,
    answers INTEGER DEFAULT 0 NOT NULL,
    held_at TIMESTAMP WITH TIME ZONE,
    done_at TIMESTAMP WITH TIME ZONE,
    result JSONB,
    CONSTRAINT pk_task PRIMARY KEY (id),
    CONSTRAINT uq_task_project_id_client_id UNIQUE (project_id, client_id),
    CONSTRAINT ck_task_slots CHECK (slots >= 0),
    CONSTRAINT ck_task_answers CHECK (answers <= wanted),
    CONSTRAINT fk_task_project_id FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT fk_task_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id)
);

CREATE INDEX ix_task_open ON task (project_id, batch_id, id) WHERE slots > 0;

CREATE TABLE received_media (
    inbox_id BIGINT NOT NULL,
    hash TEXT,
    kind TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    error TEXT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_received_media PRIMARY KEY (inbox_id),
    CONSTRAINT fk_received_media_inbox_id FOREIGN KEY(inbox_id) REFERENCES inbox (id),
    CONSTRAINT fk_received_media_hash FOREIGN KEY(hash) REFERENCES media (hash)
);

CREATE TABLE joining_word (
    outbox_id BIGINT NOT NULL,
    joining_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    contact_id BIGINT NOT NULL,
    why TEXT NOT NULL,
    in_place_of BIGINT[],
    CONSTRAINT pk_joining_word PRIMARY KEY (outbox_id),
    CONSTRAINT fk_joining_word_joining_id FOREIGN KEY(joining_id) REFERENCES joining (id),
    CONSTRAINT fk_joining_word_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_joining_word_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id)
);

CREATE INDEX ix_joining_word_joining_id ON joining_word (joining_id);

CREATE TABLE handed_back (
    person_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    to_id BIGINT NOT NULL,
    CONSTRAINT pk_handed_back PRIMARY KEY (person_id, task_id),
    CONSTRAINT fk_handed_back_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_handed_back_task_id FOREIGN KEY(task_id) REFERENCES task (id),
    CONSTRAINT fk_handed_back_to_id FOREIGN KEY(to_id) REFERENCES person (id)
);

CREATE TABLE attempt (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    person_id BIGINT NOT NULL,
    question_id BIGINT NOT NULL,
    lesson_id BIGINT,
    final_id BIGINT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    share NUMERIC(5, 4) NOT NULL,
    first BOOLEAN NOT NULL,
    seconds INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT pk_attempt PRIMARY KEY (id),
    CONSTRAINT fk_attempt_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_attempt_question_id FOREIGN KEY(question_id) REFERENCES question (id),
    CONSTRAINT fk_attempt_lesson_id FOREIGN KEY(lesson_id) REFERENCES lesson (id),
    CONSTRAINT fk_attempt_final_id FOREIGN KEY(final_id) REFERENCES final_try (id)
);

CREATE INDEX ix_attempt_question ON attempt (question_id, first);

CREATE INDEX ix_attempt_person ON attempt (person_id, question_id);

CREATE TABLE card (
    person_id BIGINT NOT NULL,
    question_id BIGINT NOT NULL,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    stability DOUBLE PRECISION,
    difficulty DOUBLE PRECISION,
    state SMALLINT DEFAULT 1 NOT NULL,
    step SMALLINT,
    last_review TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_card PRIMARY KEY (person_id, question_id),
    CONSTRAINT fk_card_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_card_question_id FOREIGN KEY(question_id) REFERENCES question (id)
);

CREATE INDEX ix_card_due ON card (person_id, due);

CREATE INDEX ix_card_question ON card (question_id);

CREATE TABLE answer (
    person_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    status SMALLINT DEFAULT 0 NOT NULL,
    leased_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    value JSONB,
    answered_at TIMESTAMP WITH TIME ZONE,
    seconds INTEGER DEFAULT 0 NOT NULL,
    active INTEGER DEFAULT 0 NOT NULL,
    reading INTEGER DEFAULT 0 NOT NULL,
    estimated INTEGER DEFAULT 0 NOT NULL,
    units BIGINT DEFAULT 0 NOT NULL,
    currency TEXT,
    accept_at TIMESTAMP WITH TIME ZONE,
    accepted_at TIMESTAMP WITH TIME ZONE,
    revised SMALLINT DEFAULT 0 NOT NULL,
    contact_id BIGINT,
    CONSTRAINT pk_answer PRIMARY KEY (person_id, task_id),
    CONSTRAINT fk_answer_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_answer_task_id FOREIGN KEY(task_id) REFERENCES task (id),
    CONSTRAINT fk_answer_project_id FOREIGN KEY(project_id) REFERENCES project (id)
);

CREATE INDEX ix_answer_accept ON answer (accept_at) WHERE status = 1 and accepted_at is null;

CREATE INDEX ix_answer_expired ON answer (person_id, expires_at) WHERE status = 2;

CREATE INDEX ix_answer_lease ON answer (expires_at) WHERE status = 0;

CREATE INDEX ix_answer_given ON answer (person_id, answered_at) WHERE status = 1;

CREATE INDEX ix_answer_project ON answer (project_id, answered_at) WHERE status = 1;

CREATE UNIQUE INDEX ix_answer_open ON answer (person_id) WHERE status = 0;

CREATE INDEX ix_answer_task ON answer (task_id) WHERE status = 1;

CREATE TABLE report (
    person_id BIGINT NOT NULL,
    task_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_report PRIMARY KEY (person_id, task_id),
    CONSTRAINT fk_report_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_report_task_id FOREIGN KEY(task_id) REFERENCES task (id)
);

create function announced_as(
    status smallint, delivered_at timestamptz, read_at timestamptz, moved_to bigint, error text
) returns text language sql immutable as $$
    select case
        when status = 1 then case when read_at is not null then 'read'
                                  when delivered_at is not null then 'delivered' else 'sent' end
        when status = 2 then 'refused'
        when status = 3 then 'held'
        when status = 4 and moved_to is null then
            case error when 'halted' then 'halted' when 'she said stop' then 'stopped'
                       when 'too late' then 'late' else 'unreachable' end
    end
$$;

create function set_reached(who bigint) returns void language sql set enable_seqscan = off as $$
    update person p set reached_id = r.id, reached = r.channel
    from (select 1) one left join lateral (
        select k.id, k.channel from contact k join conversation c on c.person_id = k.person_id
        where k.person_id = who and k.locked_at is null and k.blocked_at is null
        order by k.channel is distinct from (select prefers from person where id = who),
                 k.id is distinct from c.contact_id, k.id limit 1) r on true
    where p.id = who and p.reached_id is distinct from r.id
$$;

create function contact_reached() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform set_reached(old.person_id);
    end if;
    if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.person_id <> old.person_id) then
        perform set_reached(new.person_id);
    end if;
    return null;
end $$;

create function talk_reached() returns trigger language plpgsql as $$
begin
    perform set_reached(new.person_id);
    return null;
end $$;

create function wish_reached() returns trigger language plpgsql as $$
begin
    perform set_reached(new.id);
    return null;
end $$;

create function count_announced() returns trigger language plpgsql as $$
begin
    insert into announcement_change (announcement_id, what, n)
    select announcement_id, what, sum(n) from (
        select announcement_id, announced_as(status, delivered_at, read_at, moved_to, error) as what, -1 as n
        from before where announcement_id is not null
        union all
        select announcement_id, announced_as(status, delivered_at, read_at, moved_to, error), 1
        from after where announcement_id is not null
    ) changes
    where what is not null group by announcement_id, what having sum(n) <> 0;
    return null;
end $$;

create function learnt_on() returns trigger language plpgsql set enable_seqscan = off as $$
begin
    update person set active_on = (new.at at time zone 'UTC')::date
    where id = new.person_id and (active_on is null or active_on < (new.at at time zone 'UTC')::date);
    return null;
end $$;

create function worked_on() returns trigger language plpgsql set enable_seqscan = off as $$
begin
    update person set active_on = new.date
    where id = new.person_id and (active_on is null or active_on < new.date);
    return null;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;

create trigger attempt_made after insert on attempt for each row execute function learnt_on();

create trigger audit_rows before delete or update on audit
    for each row
    execute function refuse_change();

create trigger audit_table before truncate on audit
    for each statement
    execute function refuse_change();

create trigger consent_rows before update on consent for each row execute function refuse_change();

create trigger contact_changes after update of blocked_at, locked_at, person_id on contact
    for each row
    when (((old.person_id <> new.person_id)
          or ((old.blocked_at is null) <> (new.blocked_at is null))
          or ((old.locked_at is null) <> (new.locked_at is null))))
    execute function contact_reached();

create trigger contact_comes after insert or delete on contact
    for each row
    execute function contact_reached();

create trigger talk_begins after insert on conversation
    for each row
    when ((new.contact_id is not null))
    execute function talk_reached();

create trigger talk_moves after update of contact_id on conversation
    for each row
    when ((old.contact_id is distinct from new.contact_id))
    execute function talk_reached();

create trigger day_begins after insert on day for each row execute function worked_on();

create trigger count_announced after update on outbox
    referencing old table as before new table as after
    for each statement
    execute function count_announced();

create trigger wish_changes after update of prefers on person
    for each row
    when ((old.prefers is distinct from new.prefers))
    execute function wish_reached();

create trigger transfer_rows before delete or update on transfer
    for each row
    execute function refuse_change();

create trigger transfer_table before truncate on transfer
    for each statement
    execute function refuse_change();
