-- Own values of a destination entry as one JSON object by the keys of the settings, so that a new setting needs no new
-- column. Lists are filtered and sorted in memory, where the working copy is anyway.
alter table working_destination add column settings varchar(4000) default '{}' not null;

update working_destination set settings = '{' || substring(
       case when ip_address_preference   is null then '' else ',"ipAddressPreference":"' || ip_address_preference || '"' end
    || case when concurrent_connections  is null then '' else ',"concurrentConnections":"' || concurrent_connections || '"' end
    || case when messages_per_connection is null then '' else ',"messagesPerConnection":"' || messages_per_connection || '"' end
    || case when recipient_limit is null or recipient_minutes is null then ''
            else ',"recipientLimit":"' || recipient_limit || '/' || recipient_minutes || '"' end
    || case when limit_type              is null then '' else ',"limitType":"' || limit_type || '"' end
    || case when limit_apply             is null then '' else ',"limitApply":"' || limit_apply || '"' end
    || case when tls                     is null then '' else ',"tls":"' || tls || '"' end
    || case when dane                    is null then '' else ',"dane":"' || dane || '"' end
    || case when bounce_verification     is null then '' when bounce_verification then ',"bounceVerification":"true"'
            else ',"bounceVerification":"false"' end
    || case when bounce_profile          is null then ''
            else ',"bounceProfile":"' || replace(replace(bounce_profile, '\', '\\'), '"', '\"') || '"' end
    || case when chunking                is null then '' when chunking then ',"chunking":"true"'
            else ',"chunking":"false"' end
    || ' ', 2) || '}';

alter table working_destination drop column ip_address_preference;
alter table working_destination drop column concurrent_connections;
alter table working_destination drop column messages_per_connection;
alter table working_destination drop column recipient_limit;
alter table working_destination drop column recipient_minutes;
alter table working_destination drop column limit_type;
alter table working_destination drop column limit_apply;
alter table working_destination drop column tls;
alter table working_destination drop column dane;
alter table working_destination drop column bounce_verification;
alter table working_destination drop column bounce_profile;
alter table working_destination drop column chunking;
