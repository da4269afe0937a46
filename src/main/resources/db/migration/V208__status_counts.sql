-- What the status counters have counted in the whole life of the installation, by their names in the Status Logs.
create table status_count (
    name varchar(40) not null primary key,
    total bigint not null
);
