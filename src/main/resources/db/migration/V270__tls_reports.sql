-- Counters for TLS reports (RFC 8460). A day is the number of days since 1970-01-01 UTC, a time is seconds since then.
-- Keys are SHA-256 as hex, because the text of a policy is too long for one. Lists have one line for each item.
create table tlsrpt_policy (
    report_day    integer         not null,
    domain        varchar(253)    not null,
    policy_key    varchar(64)     not null,
    policy_type   varchar(20)     not null,
    policy_domain varchar(253)    not null,
    policy_text   varchar(200000) not null,
    mx_hosts      varchar(200000) not null,
    successes     bigint          not null,
    failures      bigint          not null,
    primary key (report_day, domain, policy_key)
);
create table tlsrpt_detail (
    report_day  integer      not null,
    domain      varchar(253) not null,
    policy_key  varchar(64)  not null,
    detail_key  varchar(64)  not null,
    result_type varchar(40)  not null,
    mx_host     varchar(253) not null,
    mx_address  varchar(64)  not null,
    reason_code varchar(200) not null,
    sessions    bigint       not null,
    primary key (report_day, domain, policy_key, detail_key)
);
-- What was found at _smtp._tls of a domain on a day.
create table tlsrpt_domain (
    report_day   integer       not null,
    domain       varchar(253)  not null,
    record_kind  varchar(20)   not null,
    targets      varchar(70000) not null,
    reason       varchar(2000) not null,
    looked_up_at bigint        not null,
    primary key (report_day, domain)
);
