-- When and from where each user signed in last, and the attempts that failed since.
alter table console_user add column last_sign_in timestamp(6) with time zone;
alter table console_user add column last_address varchar(45) not null default '';
alter table console_user add column failed_sign_ins integer not null default 0;
