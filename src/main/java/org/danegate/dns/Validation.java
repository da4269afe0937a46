package org.danegate.dns;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer.Failure;
import org.danegate.policy.DnsSettings;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// One set of servers and trust anchors: queries and validates single questions, without following aliases.
final class Validation {

    static final Executor VIRTUAL = task -> Thread.ofVirtual().name("dns").start(task);

    private static final Duration UNPROVEN_LIFE = Duration.ofSeconds(30);

    private final Validators validators;
    private final @Nullable Servers servers;
    private final @Nullable HeadResolver head;
    private volatile @Nullable Judge judge;
    private volatile String fault;

    private Validation(
            Validators validators,
            @Nullable Servers servers,
            @Nullable HeadResolver head,
            @Nullable Judge judge,
            String fault) {
        this.validators = validators;
        this.servers = servers;
        this.head = head;
        this.judge = judge;
        this.fault = fault;
    }

    /// Builds the chain. Settings that cannot work make every lookup fail with the reason, never insecure (D-112).
    ///
    /// @param anchors DS lines of the root, used while the settings name no file
    static Validation of(
            DnsSettings settings,
            String anchors,
            RootHints hints,
            SystemResolvers system,
            InstantSource clock,
            QueryLog log) {
        try {
            Servers servers = settings.useRootServers()
                    ? new RootIteration(settings, hints, clock, log)
                    : new PriorityFailover(settings, system, clock, log);
            return of(servers, settings, anchors, clock);
        } catch (IOException e) {
            return new Validation(
                    new Validators(settings, anchors, clock), null, null, null, String.valueOf(e.getMessage()));
        }
    }

    /// The same over given servers.
    ///
    /// @throws IOException when the anchors cannot be read
    static Validation of(Servers servers, DnsSettings settings, String anchors, InstantSource clock)
            throws IOException {
        Validators validators = new Validators(settings, anchors, clock);
        HeadResolver head = new HeadResolver(servers::ask, clock);
        return new Validation(validators, servers, head, new Judge(validators, head, servers), "");
    }

    DnsSettings settings() {
        return validators.settings();
    }

    /// True when it was made from these settings and anchors.
    boolean isOf(DnsSettings wanted, String wantedAnchors) {
        return validators.settings().equals(wanted) && validators.anchors().equals(wantedAnchors);
    }

    /// Queries the root's keys, unvalidated, server after server, until an answer is accepted.
    ///
    /// @throws IOException when no server could be reached
    <T> Optional<T> rootKeys(Function<Message, Optional<T>> accept) throws IOException {
        if (servers == null) {
            throw new IOException(fault);
        }
        Message query = Queries.checkingDisabled(Name.root, Type.DNSKEY);
        boolean answered = false;
        for (Servers.Single single : servers.singles(Name.root)) {
            try {
                Optional<T> accepted = accept.apply(single.source().ask(query).message());
                answered = true;
                if (accepted.isPresent()) {
                    return accepted;
                }
            } catch (NoAnswer e) {
                // The next one may answer.
            }
        }
        // No server to query separately: use secondary servers, or the root servers themselves.
        return answered ? Optional.empty() : accept.apply(servers.ask(query).message());
    }

    List<ServerHealth> health() {
        return servers == null ? List.of() : servers.health();
    }

    void clear() {
        if (head != null) {
            head.clear();
        }
        try {
            // The validator keeps keys of its own; only a new one has forgotten them.
            if (servers != null && head != null) {
                judge = new Judge(validators, head, servers);
            }
        } catch (IOException e) {
            // The anchor file cannot be read now: the next lookup must say so instead of using old anchors.
            judge = null;
            fault = String.valueOf(e.getMessage());
        }
    }

    /// Forgets the raw answer to one question; keys and denials above it stay.
    void forget(Name name, int type) {
        if (head != null) {
            head.forget(name, type);
        }
    }

    /// @param trace the trace of the lookup that this question belongs to
    Verdict ask(Name name, int type, LookupTrace trace) {
        Judge first = judge;
        if (first == null || servers == null) {
            return new Verdict.Failed(Failure.NO_SERVER, fault, null);
        }
        Verdict result = first.ask(name, type, trace);
        return result instanceof Verdict.Bogus bogus
                ? new SeparateServers(validators, servers).secondOpinion(bogus, name, type)
                : result;
    }

    /// The servers that drop DNSSEC data for a name; null when it is passed on; see [DroppedSignatures].
    ///
    /// @param trace the trace of the lookup that gave no result
    @Nullable
    String dropped(DomainName domain, LookupTrace trace) {
        if (servers == null || head == null) {
            return null;
        }
        Name name = AliasWalk.nameOf(domain);
        return new DroppedSignatures(servers, validators.settings().useRootServers())
                .by(name, trace.lostFirstStep(name));
    }

    /// The answer of the servers, not validated and never secure.
    ///
    /// @param reason why it is not secure
    Verdict unproven(Name name, int type, String reason) {
        if (servers == null) {
            return new Verdict.Failed(Failure.NO_SERVER, fault, null);
        }
        Message query = Queries.checkingDisabled(name, type);
        try {
            Servers.Reply reply = servers.ask(query);
            Message said = RelevantRecords.of(query, reply.message());
            boolean good = said.getRcode() == Rcode.NOERROR || said.getRcode() == Rcode.NXDOMAIN;
            return good
                    ? new Verdict.Answered(said, false, reason, reply.server(), UNPROVEN_LIFE, List.of())
                    : new Verdict.Failed(Failure.SERVFAIL, Rcode.string(said.getRcode()), reply.server());
        } catch (IOException e) {
            return new Verdict.Failed(Failure.TIMEOUT, String.valueOf(e.getMessage()), null);
        }
    }

    /// Each server that may be queried for a name, separately and with its own cache and keys.
    ///
    /// @param but the server to leave out
    List<AliasWalk.Chain> alone(DomainName name, @Nullable String but) {
        return servers == null ? List.of() : new SeparateServers(validators, servers).chains(name, but);
    }
}
