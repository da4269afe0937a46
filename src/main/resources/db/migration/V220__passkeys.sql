-- Passkeys (WebAuthn). Octets are base64url without padding. A user's devices know the user by the handle.
create table passkey_user (
    user_name varchar(64)  not null primary key references console_user (name) on delete cascade,
    handle    varchar(100) not null unique
);

create table passkey (
    id              uuid          not null primary key,
    user_name       varchar(64)   not null references console_user (name) on delete cascade,
    label           varchar(100)  not null,
    rp_id           varchar(253)  not null,
    credential_id   varchar(1400) not null unique,
    public_key      varchar(4000) not null,
    attestation     varchar(8000) not null,
    sign_count      bigint        not null,
    transports      varchar(200)  not null,
    backup_eligible boolean       not null,
    backed_up       boolean       not null,
    created_at      timestamp(6) with time zone not null,
    last_used       timestamp(6) with time zone
);
create index passkey_of_user on passkey (user_name);

-- Whether the last sign-in was with a passkey.
alter table console_user add column last_passkey boolean not null default false;
