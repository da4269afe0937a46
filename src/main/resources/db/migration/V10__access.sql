create table console_user (
    name          varchar(64)  not null primary key,
    password_hash varchar(255) not null,
    role          varchar(32)  not null,
    enabled       boolean      not null,
    created_at    timestamp(6) with time zone not null
);

create table api_token (
    id           uuid         not null primary key,
    user_name    varchar(64)  not null references console_user (name) on delete cascade,
    label        varchar(100) not null,
    token_hash   varchar(64)  not null unique,
    created_at   timestamp(6) with time zone not null
);
create index api_token_user on api_token (user_name);
