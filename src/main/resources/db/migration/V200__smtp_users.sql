-- Users who authenticate to listeners. The secret holds sealed SCRAM keys of the password, never the password.
create table smtp_user (
    name                    varchar(64)   not null primary key,
    secret                  varchar(512)  not null,
    allowed_senders         varchar(8000) not null,
    max_recipients_per_hour integer,
    expires_on              date,
    enabled                 boolean       not null,
    password_at             timestamp(6) with time zone not null,
    created_at              timestamp(6) with time zone not null
);
