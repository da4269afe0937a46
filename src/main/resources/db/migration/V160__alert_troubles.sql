-- Troubles that alerts report and that are not over. about is a destination or another name; '*' stands for many
-- destinations. Times are seconds since 1970-01-01 UTC; told_at is null until the alert was sent.
create table alert_trouble (
    id              bigint         not null primary key,
    kind            varchar(40)    not null,
    about           varchar(400)   not null,
    severity        varchar(20)    not null,
    affected        integer        not null,
    sentence        varchar(10000) not null,
    since           bigint         not null,
    told_at         bigint,
    told_affected   integer        not null,
    acknowledged_by varchar(200),
    acknowledged_at bigint
);
