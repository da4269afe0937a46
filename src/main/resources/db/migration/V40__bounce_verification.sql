-- Keys of bounce verification. The row without retired_at signs; the others still verify until they are purged.
create table bounce_verification_key (
    key_number  integer      not null primary key check (key_number between 0 and 9),
    secret      varchar(64)  not null,
    created_at  timestamp(6) with time zone not null,
    created_by  varchar(64)  not null,
    retired_at  timestamp(6) with time zone
);
