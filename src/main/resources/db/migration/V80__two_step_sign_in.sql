-- The second step of signing in, and passwords that somebody else gave.
alter table console_user add column password_given boolean not null default false;

create table two_step (
    user_name varchar(64) not null primary key references console_user (name) on delete cascade,
    secret    varchar(64) not null,
    last_step bigint      not null,
    since     timestamp(6) with time zone not null
);

create table recovery_code (
    user_name varchar(64) not null references two_step (user_name) on delete cascade,
    code_hash varchar(64) not null,
    primary key (user_name, code_hash)
);
