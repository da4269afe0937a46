-- The watch of the newest commit. Times are milliseconds since 1970-01-01 UTC; what happened after counted_until is not
-- stored yet. complete is 1 when events were counted for the whole time before the commit.
create table commit_watch (
    revision      bigint  not null primary key,
    committed_at  bigint  not null,
    complete      integer not null,
    counted_until bigint  not null
);

-- What became of recipients before and after the commit, by destination.
create table commit_watch_outcome (
    revision          bigint       not null,
    domain            varchar(300) not null,
    earlier_delivered bigint       not null,
    earlier_deferred  bigint       not null,
    earlier_bounced   bigint       not null,
    later_delivered   bigint       not null,
    later_deferred    bigint       not null,
    later_bounced     bigint       not null,
    primary key (revision, domain)
);

-- Stretches of the watch in which nothing was counted.
create table commit_watch_gap (
    revision bigint not null,
    from_at  bigint not null,
    until_at bigint not null,
    primary key (revision, from_at)
);
