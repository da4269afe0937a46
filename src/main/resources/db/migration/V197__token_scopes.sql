-- What a token is for, until when it works, and when it was used last. One from before has all scopes and no end, which
-- null stands for.
alter table api_token add column scopes varchar(300);
alter table api_token add column expires_at timestamp(6) with time zone;
alter table api_token add column last_used timestamp(6) with time zone;
alter table api_token add column end_announced boolean not null default false;
