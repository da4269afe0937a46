-- Users whom an identity provider signs in: known by issuer and subject, never by name, and without a password.
-- without_role: at the last sign-in the provider gave no role, so nothing may act as the user.
alter table console_user add column issuer varchar(500);
alter table console_user add column subject varchar(255);
alter table console_user add column without_role boolean not null default false;
alter table console_user add constraint console_user_at_provider unique (issuer, subject);
