-- Counters of the Advisor. A day is the number of days since 1970-01-01 UTC, a time is seconds since then. Facts are
-- words with blanks between them.
create table advisor_count (
    count_day integer      not null,
    domain    varchar(253) not null,
    host      varchar(253) not null,
    facts     varchar(200) not null,
    sessions  bigint       not null,
    messages  bigint       not null,
    octets    bigint       not null,
    primary key (domain, count_day, host, facts)
);
create index advisor_count_day on advisor_count (count_day);
-- The last probe of a domain on each day, as JSON.
create table advisor_probe (
    probe_day integer        not null,
    domain    varchar(253)   not null,
    probed_at bigint         not null,
    result    varchar(100000) not null,
    primary key (domain, probe_day)
);
create index advisor_probe_day on advisor_probe (probe_day);
-- Domains that an alert was raised for and not ended.
create table advisor_alert (
    domain     varchar(253) not null,
    alert_kind varchar(20)  not null,
    primary key (domain, alert_kind)
);
