-- Whether messages to a destination may go out by BDAT (RFC 3030); null uses Default.
alter table working_destination add column chunking boolean;
