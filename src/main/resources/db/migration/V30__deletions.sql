-- Who deleted a destination entry of the working copy, until the deletion is committed or abandoned.
create table working_deletion (
    domain varchar(254) primary key,
    deleted_by varchar(64) not null
);
