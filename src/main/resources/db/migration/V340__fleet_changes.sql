-- What nodes keep in memory of shared tables: a number for each topic that counts its changes.
create table fleet_change (
    topic   varchar(40) primary key,
    version bigint      not null
);
