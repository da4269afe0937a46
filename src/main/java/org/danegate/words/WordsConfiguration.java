package org.danegate.words;

import java.time.InstantSource;
import org.danegate.config.DestinationTable;
import org.danegate.config.WorkingPolicy;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.maillog.MailLogArchive;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.network.DnsOverview;
import org.danegate.operations.DestinationDesk;
import org.danegate.policy.CommittedPolicy;
import org.danegate.status.SystemStatus;
import org.danegate.verify.TlsVerify;
import org.danegate.verify.VerifyRuns;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires words to the rooms, and to the control socket.
@Configuration(proxyBeanMethods = false)
class WordsConfiguration {

    @Bean
    Words words(
            SystemStatus system,
            DeliveryStatus delivery,
            DestinationDesk desk,
            DnsOverview dns,
            VerifyRuns verifications,
            TlsVerify tls,
            MailLogArchive logs,
            CommittedPolicy policy,
            WorkingPolicy working,
            DestinationTable destinations,
            DeliveryEvents events,
            InstantSource clock) {
        return new Words(new WordRooms(
                system,
                delivery,
                desk,
                dns,
                verifications,
                tls,
                logs,
                policy,
                working,
                destinations,
                new AdministratorActs(events, clock)));
    }

    @Bean
    LocalWords localWords(Words words) {
        return new LocalWords(words);
    }
}
