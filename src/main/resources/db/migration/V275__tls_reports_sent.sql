-- Reports that were decided about: at most one row for each day and domain, written before anything is sent.
create table tlsrpt_report (
    report_day   integer       not null,
    domain       varchar(253)  not null,
    organization varchar(253)  not null,
    contact      varchar(320)  not null,
    decided_at   bigint        not null,
    reason       varchar(2000) not null,
    primary key (report_day, domain)
);
-- Where each of them goes.
create table tlsrpt_sending (
    report_day integer        not null,
    domain     varchar(253)   not null,
    target_key varchar(64)    not null,
    target     varchar(70000) not null,
    state      varchar(20)    not null,
    changed_at bigint         not null,
    tries      integer        not null,
    next_at    bigint         not null,
    mid        bigint         not null,
    reason     varchar(2000)  not null,
    primary key (report_day, domain, target_key)
);
create index tlsrpt_sending_state on tlsrpt_sending (state);
create index tlsrpt_sending_target on tlsrpt_sending (target_key, changed_at);
-- Our own address, where it means the same to the receiver.
alter table tlsrpt_detail add column sender_address varchar(64) default '' not null;
