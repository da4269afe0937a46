-- Outgoing SMTP Authentication: what hosts of SMTP routes get. The password is sealed.
create table outgoing_login (
    name        varchar(64)   not null primary key,
    user_name   varchar(255)  not null,
    password    varchar(2000) not null,
    server_key  varchar(64)   not null,
    changed_at  timestamp(6) with time zone not null
);
