-- Standing orders of administrators for the mail of a destination; the row ALL is about every destination.
create table destination_order (
    destination     varchar(300) not null primary key,
    suspended       boolean      not null,
    reason          varchar(500) not null,
    redirect_host   varchar(300),
    redirect_port   integer      not null,
    changed_by      varchar(64)  not null,
    changed_at      timestamp(6) with time zone not null
);
