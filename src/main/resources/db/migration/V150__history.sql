-- Figures over time. A slice covers step_minutes from starts_at (seconds since 1970-01-01 UTC) and belongs to a
-- destination domain, to all of them ('') or to those that are not kept one by one ('*'). A slice may have several rows,
-- one from before a restart and one from after it: readers combine them.
create table history_slice (
    step_minutes         integer      not null,
    domain               varchar(300) not null,
    starts_at            bigint       not null,
    accepted_messages    bigint       not null,
    accepted_bytes       bigint       not null,
    connections_in       bigint       not null,
    delivered            bigint       not null,
    soft_bounced         bigint       not null,
    hard_bounced         bigint       not null,
    expired              bigint       not null,
    queued_millis        bigint       not null,
    connections_out      bigint       not null,
    connections_failed   bigint       not null,
    tls_success          bigint       not null,
    tls_1_2              bigint       not null,
    tls_1_3              bigint       not null,
    tls_failed           bigint       not null,
    clear                bigint       not null,
    dane_success         bigint       not null,
    dane_fallback        bigint       not null,
    dane_fail            bigint       not null,
    dane_waiting         bigint       not null,
    processor_millis     bigint       not null,
    active_recipients    bigint       not null,
    oldest_seconds       bigint       not null,
    memory_mib           bigint       not null
);
create index history_slice_by_domain on history_slice (domain, step_minutes, starts_at);
create index history_slice_by_time on history_slice (step_minutes, starts_at);

-- Up to when slices of a step have been made from the shorter ones: the greatest value counts. A second process that
-- makes the same slices fails by the key.
create table history_rolled (
    step_minutes integer not null,
    until_second bigint  not null,
    primary key (step_minutes, until_second)
);

-- What happened beside the figures: commits, and conditions such as a resolver that failed.
create table history_note (
    happened_at bigint        not null,
    kind        varchar(40)   not null,
    about       varchar(400)  not null,
    sentence    varchar(4000) not null
);
create index history_note_by_time on history_note (happened_at);

-- Mail that opportunistic DANE delivered without authenticating the host; days since 1970-01-01 UTC.
create table history_fallback (
    day_number  bigint        not null,
    domain      varchar(300)  not null,
    cause       varchar(500)  not null,
    attempts    bigint        not null,
    recipients  bigint        not null,
    last_second bigint        not null
);
create index history_fallback_by_domain on history_fallback (domain, day_number);
create index history_fallback_by_day on history_fallback (day_number);

-- Days since 1970-01-01 whose digest was sent.
create table history_digest (
    day_number bigint not null primary key
);
