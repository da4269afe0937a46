-- Counters of Delivery Status, so that they survive a restart. One row per destination domain.
create table destination_counter (
    domain                    varchar(300) not null primary key,
    counting_since            timestamp(6) with time zone not null,
    delivered_recipients      bigint       not null,
    soft_bounced_events       bigint       not null,
    hard_bounced_recipients   bigint       not null,
    last_activity             timestamp(6) with time zone not null
);
