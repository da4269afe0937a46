package org.danegate.published;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.fetch.HttpsRequests;
import org.danegate.practice.PracticeNetwork;
import org.danegate.sts.StsPolicies;
import org.danegate.sts.StsStanding;
import org.danegate.trust.PublicAuthorities;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// The policies of a practice network, with a database of their own in memory. Made when first needed.
public final class PracticePolicies implements StsPolicies {

    private final PracticeNetwork network;
    private final DnsLookup dns;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private @Nullable Parts parts;

    /// The parts, as the product puts them together.
    record Parts(PolicyStore store, PublishedPolicies policies, PolicyRefresh refresh, StsDesk desk) {}

    public PracticePolicies(PracticeNetwork network, DnsLookup dns, DeliveryEvents events, InstantSource clock) {
        this.network = network;
        this.dns = dns;
        this.events = events;
        this.clock = clock;
    }

    synchronized Parts parts() {
        Parts made = parts;
        if (made == null) {
            made = make(true);
            parts = made;
        }
        return made;
    }

    /// The parts after a restart: only the database is as it was.
    synchronized Parts restarted() {
        parts = make(false);
        return parts;
    }

    /// Breaks the database.
    void dropTable() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(database);
        new JdbcTemplate(source).execute("drop table sts_policy");
    }

    private Parts make(boolean anew) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(database);
        JdbcTemplate jdbc = new JdbcTemplate(source);
        if (anew) {
            jdbc.execute(migration());
        }
        HttpsRequests https = new HttpsRequests(
                dns, PublicAuthorities.with(List.of(network.certificates().authority())), true, System::nanoTime);
        PolicyStore store = new PolicyStore(jdbc);
        Fetches fetches = new Fetches(new PolicyFetch(https, network.webPort()), PublishedPolicies.ticker(clock));
        PublishedPolicies policies = new PublishedPolicies(store, new Discovery(dns), fetches, events, clock);
        PolicyAlarm alarm = new PolicyAlarm(store, policies, events, clock);
        return new Parts(
                store,
                policies,
                new PolicyRefresh(store, policies, alarm, clock),
                new StsDesk(store, policies, new AdministratorActs(events, clock), what -> {
                    if (what.equals(StsDesk.FORGIVE)) {
                        fetches.forgive();
                    }
                }));
    }

    private static String migration() {
        try (var in = PracticePolicies.class.getResourceAsStream("/db/migration/V240__sts_policies.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StsStanding standing(DomainName domain) {
        return parts().policies().standing(domain);
    }

    @Override
    public StsStanding again(StsStanding.InForce known) {
        return parts().policies().again(known);
    }
}
