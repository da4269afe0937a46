package org.danegate.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// Queries resolvers by priority: lower values first, and the next when one does not answer. Equal priorities share the
/// load; secondaries are used only when no other can be reached (seed "Administración de Varios Resueltos DNS").
final class PriorityFailover implements Servers {

    /// Empty: the system's resolvers.
    private final List<List<Upstream>> listed;

    private final SystemUpstreams system;
    private final InstantSource clock;
    private final List<List<Upstream>> secondaries;
    private final AlternateUpstreams alternates = new AlternateUpstreams();
    private final @Nullable Duration timeout;
    private final QueryLog log;

    PriorityFailover(DnsSettings settings, InstantSource clock, QueryLog log) throws UnknownHostException {
        this(settings, SystemResolvers.ofThisHost(), clock, log);
    }

    /// @param system consulted at each question while the settings list no server
    PriorityFailover(DnsSettings settings, SystemResolvers system, InstantSource clock, QueryLog log)
            throws UnknownHostException {
        this.timeout = settings.timeout();
        this.system = new SystemUpstreams(system, address -> new Upstream(address, clock, log));
        this.clock = clock;
        this.log = log;
        listed = byPriority(settings.servers());
        secondaries = byPriority(settings.secondaryServers());
        for (DnsSettings.AlternateServer server : settings.alternateServers()) {
            alternates.add(server.domain(), upstream(server.address(), server.port()));
        }
    }

    private List<List<Upstream>> priorities() {
        return listed.isEmpty() ? List.of(system.current()) : listed;
    }

    private List<List<Upstream>> byPriority(List<DnsSettings.Server> servers) throws UnknownHostException {
        TreeMap<Integer, List<Upstream>> groups = new TreeMap<>();
        for (DnsSettings.Server server : servers) {
            groups.computeIfAbsent(server.priority(), p -> new ArrayList<>())
                    .add(upstream(server.address(), server.port()));
        }
        return new ArrayList<>(groups.values());
    }

    private Upstream upstream(String address, int port) throws UnknownHostException {
        return new Upstream(new InetSocketAddress(InetAddress.getByName(address), port), clock, log);
    }

    @Override
    public List<ServerHealth> health() {
        Stream<Upstream> general =
                Stream.of(priorities(), secondaries).flatMap(List::stream).flatMap(List::stream);
        return Stream.concat(general, alternates.all()).map(Upstream::health).toList();
    }

    /// Secondaries are left out while another server is not resting.
    @Override
    public List<Single> singles(Name name) {
        List<Upstream> own = alternates.of(name);
        List<List<Upstream>> groups = !own.isEmpty()
                ? List.of(own)
                : allRest(priorities()) && !secondaries.isEmpty() ? secondaries : priorities();
        return groups.stream()
                .flatMap(List::stream)
                .filter(u -> !u.rests())
                .map(u -> new Single(u.name(), query -> askGroups(query, List.of(List.of(u)))))
                .toList();
    }

    @Override
    public Reply ask(Message query) throws IOException {
        Record question = query.getQuestion();
        List<Upstream> own = alternates.of(question.getName());
        if (!own.isEmpty()) {
            return askGroups(query, List.of(own));
        }
        List<List<Upstream>> priorities = priorities();
        boolean onlySecondaries = allRest(priorities) && !secondaries.isEmpty() && !allRest(secondaries);
        return onlySecondaries ? askSecondariesFirst(query, priorities) : askSecondariesLast(query, priorities);
    }

    private Reply askSecondariesFirst(Message query, List<List<Upstream>> priorities) throws IOException {
        try {
            return askGroups(query, secondaries);
        } catch (NoAnswer e) {
            return after(e, query, priorities);
        }
    }

    private Reply askSecondariesLast(Message query, List<List<Upstream>> priorities) throws IOException {
        try {
            return askGroups(query, priorities);
        } catch (NoAnswer e) {
            if (secondaries.isEmpty()) {
                throw e;
            }
            log.line(true, "No DNS server can be reached; asking the secondary servers");
            return after(e, query, secondaries);
        }
    }

    private Reply after(NoAnswer first, Message query, List<List<Upstream>> groups) throws IOException {
        try {
            return askGroups(query, groups);
        } catch (NoAnswer second) {
            throw NoAnswer.of(List.of(first, second));
        }
    }

    private static boolean allRest(List<List<Upstream>> groups) {
        return groups.stream().flatMap(List::stream).allMatch(Upstream::rests);
    }

    private Reply askGroups(Message query, List<List<Upstream>> groups) throws IOException {
        LoggedQuestion question = LoggedQuestion.of(query, log);
        List<NoAnswer> unreachable = new ArrayList<>();
        @Nullable Reply refused = null;
        for (Attempt attempt : Attempt.inOrder(groups, timeout, !secondaries.isEmpty())) {
            if (refused != null && attempt.resting()) {
                break;
            }
            try {
                Reply reply = question.put(attempt.upstream(), attempt.timeout());
                if (LoggedQuestion.isAnswered(reply)) {
                    return reply;
                }
                refused = reply;
            } catch (NoAnswer e) {
                unreachable.add(e);
                log.line(true, question.words().silent(attempt.upstream().name()));
            }
        }
        if (refused != null) {
            return refused;
        }
        throw unreachable.isEmpty() ? new IOException("no DNS server is configured") : NoAnswer.of(unreachable);
    }
}
