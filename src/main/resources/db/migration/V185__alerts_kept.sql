-- The latest alerts that were sent, numbered in their order. Times of alerts are milliseconds since 1970-01-01 UTC, those
-- of the trouble seconds; trouble is null for an alert about something that happened.
create table alert_sent (
    number     bigint         not null primary key,
    sent_at    bigint         not null,
    kind       varchar(40)    not null,
    severity   varchar(20)    not null,
    about      varchar(400)   not null,
    sentence   varchar(10000) not null,
    trouble    bigint,
    since      bigint,
    over_since bigint,
    repeated   integer        not null,
    recipients integer        not null
);

-- Names of the destinations that one trouble reports together, with a space between them.
alter table alert_trouble add column members varchar(300000);

-- Alerts that the webhook has not taken yet. Bodies contain no secret: the signature is made with each request. Times are
-- milliseconds since 1970-01-01 UTC.
create table webhook_delivery (
    id      varchar(36)     not null primary key,
    body    varchar(100000) not null,
    failed  integer         not null,
    made_at bigint          not null,
    next_at bigint          not null
);
