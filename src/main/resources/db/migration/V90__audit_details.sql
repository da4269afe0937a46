-- Where an act came from, and what it changed from what to what.
alter table audit_entry add column address varchar(64) default '' not null;
alter table audit_entry add column changes varchar(10000) default '' not null;
