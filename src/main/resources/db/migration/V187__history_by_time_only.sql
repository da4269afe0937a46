-- Slices come in the order of time, and each stretch has thousands of destinations: an index by destination was
-- rewritten as a whole with each of them, and the file of the database grew by hundreds of megabytes a day. A stretch is
-- found by its time, and its rows of one destination by reading it.
drop index history_slice_by_domain;
