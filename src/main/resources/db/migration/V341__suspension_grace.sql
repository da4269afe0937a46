-- How long deliveries in flight may go on when a destination is suspended; null for the usual time.
alter table destination_order add column grace_millis bigint;
