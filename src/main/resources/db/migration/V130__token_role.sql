-- What a token may do at most; one from before acts with its user's whole role, which null stands for.
alter table api_token add column role varchar(32);
