-- Public keys that sign users in over SSH.
create table ssh_key (
    id          uuid          not null primary key,
    user_name   varchar(64)   not null references console_user (name) on delete cascade,
    label       varchar(100)  not null,
    key_text    varchar(4000) not null,
    fingerprint varchar(64)   not null,
    created_at  timestamp(6) with time zone not null,
    unique (user_name, fingerprint)
);
