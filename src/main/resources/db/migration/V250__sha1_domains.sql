-- Destinations that were last INSECURE only because SHA-1 signatures are set to unsupported, with the time in seconds
-- since 1970-01-01 UTC. They are counted on Network > DNS.
create table history_sha1 (
    domain      varchar(300) not null primary key,
    last_second bigint       not null
);
