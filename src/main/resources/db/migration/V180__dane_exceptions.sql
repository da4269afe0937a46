-- Exceptions from the DANE Support of a destination, each with its end (seconds since 1970-01-01 UTC). They lie over the
-- committed policy and are no part of it.
create table dane_exception (
    domain  varchar(300) not null primary key,
    support varchar(20)  not null,
    ends_at bigint       not null,
    reason  varchar(500) not null,
    made_by varchar(64)  not null
);
