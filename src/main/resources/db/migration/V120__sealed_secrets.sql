-- Room for sealed secrets; those in clear are sealed at the next start.
alter table two_step alter column secret set data type varchar(255);
alter table bounce_verification_key alter column secret set data type varchar(255);
