package org.danegate.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Queries resolvers by priority: lower values first, and the next when one does not answer. Equal priorities share the
/// load; secondaries are used only when no other can be reached (seed "Administración de Varios Resueltos DNS").
final class PriorityFailover implements Servers {

    /// Timeouts by number of priorities, in seconds (the appliance's schedule).
    private static final Map<Integer, List<Integer>> SCHEDULE =
            Map.of(1, List.of(60), 2, List.of(15, 45), 3, List.of(5, 10, 45));

    private static final Duration TRIAL = Duration.ofSeconds(3);

    /// Empty: the system's resolvers.
    private final List<List<Upstream>> listed;

    private final SystemResolvers system;
    private final InstantSource clock;
    private volatile List<Upstream> ofSystem = List.of();
    private final List<List<Upstream>> secondaries;
    private final Map<DomainName, List<Upstream>> alternates = new TreeMap<>(Collections.reverseOrder());
    private final @Nullable Duration timeout;
    private final QueryLog log;

    PriorityFailover(DnsSettings settings, InstantSource clock, QueryLog log) throws UnknownHostException {
        this(settings, SystemResolvers.ofThisHost(), clock, log);
    }

    /// @param system consulted at each question while the settings list no server
    PriorityFailover(DnsSettings settings, SystemResolvers system, InstantSource clock, QueryLog log)
            throws UnknownHostException {
        this.timeout = settings.timeout();
        this.system = system;
        this.clock = clock;
        this.log = log;
        listed = byPriority(settings.servers());
        secondaries = byPriority(settings.secondaryServers());
        for (DnsSettings.AlternateServer server : settings.alternateServers()) {
            alternates
                    .computeIfAbsent(server.domain(), d -> new ArrayList<>())
                    .add(upstream(server.address(), server.port()));
        }
    }

    /// What is known about a system resolver is kept while the system names it.
    private List<List<Upstream>> priorities() {
        if (!listed.isEmpty()) {
            return listed;
        }
        List<InetSocketAddress> named = system.current();
        List<Upstream> known = ofSystem;
        if (!known.stream().map(Upstream::address).toList().equals(named)) {
            known = named.stream().map(address -> ofSystem(address)).toList();
            ofSystem = known;
        }
        return List.of(known);
    }

    private Upstream ofSystem(InetSocketAddress address) {
        return ofSystem.stream()
                .filter(u -> u.address().equals(address))
                .findFirst()
                .orElseGet(() -> new Upstream(address, clock, log));
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
        return Stream.of(priorities().stream(), secondaries.stream(), alternates.values().stream())
                .flatMap(s -> s)
                .flatMap(List::stream)
                .map(Upstream::health)
                .toList();
    }

    /// Secondaries are left out while another server is not resting.
    @Override
    public List<Single> singles(Name name) {
        List<Upstream> own = alternatesFor(name);
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
        List<Upstream> own = alternatesFor(question.getName());
        if (!own.isEmpty()) {
            return askGroups(query, List.of(own));
        }
        List<List<Upstream>> priorities = priorities();
        if (allRest(priorities) && !secondaries.isEmpty() && !allRest(secondaries)) {
            try {
                return askGroups(query, secondaries);
            } catch (NoAnswer e) {
                return after(e, query, priorities);
            }
        }
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
        Record question = query.getQuestion();
        DnsWords words = new DnsWords(question.getName().toString(true), Type.string(question.getType()));
        List<NoAnswer> unreachable = new ArrayList<>();
        @Nullable Reply refused = null;
        for (Attempt attempt : attempts(groups)) {
            if (refused != null && attempt.resting()) {
                break;
            }
            String server = attempt.upstream().name();
            if (words.told()) {
                log.line(false, words.toServer(server, attempt.timeout()));
                log.line(false, words.sent(server));
            }
            try {
                Message answer = attempt.upstream().ask(query, attempt.timeout());
                int rcode = answer.getRcode();
                if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
                    return new Reply(answer, server);
                }
                refused = new Reply(answer, server);
                log.line(true, words.refused(server, rcode));
            } catch (NoAnswer e) {
                unreachable.add(e);
                log.line(true, words.silent(server));
            }
        }
        if (refused != null) {
            return refused;
        }
        throw unreachable.isEmpty() ? new IOException("no DNS server is configured") : NoAnswer.of(unreachable);
    }

    private record Attempt(Upstream upstream, Duration timeout, boolean resting) {}

    /// Servers in the order to query; those that did not answer recently come last. A server that is tried again
    /// after its rest gets little time while there are others, so that mail does not wait for it.
    private List<Attempt> attempts(List<List<Upstream>> groups) {
        boolean others = groups.stream().flatMap(List::stream).anyMatch(u -> !u.failing()) || !secondaries.isEmpty();
        List<Attempt> awake = new ArrayList<>();
        List<Attempt> resting = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            List<Upstream> group = new ArrayList<>(groups.get(i));
            Collections.shuffle(group);
            for (Upstream upstream : group) {
                Duration most = timeoutFor(i, groups.size());
                boolean brief = upstream.failing() && most.compareTo(TRIAL) > 0 && others;
                boolean rests = upstream.rests();
                (rests ? resting : awake).add(new Attempt(upstream, brief ? TRIAL : most, rests));
            }
        }
        awake.addAll(resting);
        return awake;
    }

    private Duration timeoutFor(int group, int groups) {
        if (timeout != null) {
            return timeout;
        }
        List<Integer> seconds = SCHEDULE.getOrDefault(Math.min(groups, 3), List.of(60));
        return Duration.ofSeconds(seconds.get(Math.min(group, seconds.size() - 1)));
    }

    private List<Upstream> alternatesFor(Name name) {
        String text = name.toString(true).toLowerCase(java.util.Locale.ROOT);
        return alternates.entrySet().stream()
                .filter(e -> text.equals(e.getKey().ascii())
                        || text.endsWith("." + e.getKey().ascii()))
                .max(java.util.Comparator.comparingInt(e -> e.getKey().ascii().length()))
                .map(Map.Entry::getValue)
                .orElse(List.of());
    }
}
