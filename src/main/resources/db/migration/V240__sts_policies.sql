-- MTA-STS policies that domains publish, kept so that a restart does not open a window without them. Times are seconds
-- since 1970-01-01 UTC. The text has the lines of the policy as they were served.
create table sts_policy (
    domain        varchar(253)   not null primary key,
    record_id     varchar(32)    not null,
    policy_text   varchar(70000) not null,
    fetched_at    bigint         not null,
    valid_until   bigint         not null,
    last_used     bigint         not null,
    preloaded     boolean        not null,
    trouble_kind  varchar(20),
    trouble_code  varchar(64),
    trouble_text  varchar(1000),
    failing_since bigint
);
create index sts_policy_by_use on sts_policy (last_used);
