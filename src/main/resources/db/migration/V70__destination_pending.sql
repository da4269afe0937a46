-- What a destination entry of the working copy is beside the policy in force: ADDED, CHANGED, or null for the same.
-- Kept with the row, so that lists filter and page in the database.
alter table working_destination add column pending varchar(8);
