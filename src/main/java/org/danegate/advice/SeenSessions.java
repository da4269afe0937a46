package org.danegate.advice;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.dane.Course.Halt;
import org.danegate.dane.DaneVerdict;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.event.DialedSession;
import org.danegate.sts.StsMode;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsStanding;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// What a new connection to a host showed.
public final class SeenSessions {

    /// How the evidence of a session says that a peer had hung or broken off on a hybrid key exchange.
    static final String BLOCKED = "on hybrid";

    private final DialedSession session;
    private final AddressResult result;
    private final DnsFacts dns;
    private final Judged verifies;
    private final Judged verifiesHost;

    private SeenSessions(DialedSession session, DomainName domain, ChainJudge judge) {
        this.session = session;
        this.result = session.host().addresses().getFirst();
        this.dns = DnsFacts.of(session.host());
        this.verifies = verifies(session.chain(), DnsFacts.names(domain, session.host()), judge);
        this.verifiesHost = session.host().dns() == null
                ? Judged.UNKNOWN
                : verifies(session.chain(), List.of(session.host().dns().host()), judge);
    }

    /// The facts of a session. Empty for mail that asks to ignore the policies of its receivers.
    ///
    /// @param domain of the recipients
    public static Optional<Seen> of(DialedSession session, DomainName domain, ChainJudge judge) {
        if (session.unheeded() || session.host().addresses().isEmpty()) {
            return Optional.empty();
        }
        SessionFacts facts = new SeenSessions(session, domain, judge).facts();
        return Optional.of(new Seen(session.since(), domain, session.host().host(), facts));
    }

    private static Judged verifies(List<X509Certificate> chain, List<DomainName> names, ChainJudge judge) {
        return chain.isEmpty() ? Judged.UNKNOWN : Judged.of(judge.verifies(chain, names));
    }

    private SessionFacts facts() {
        Level level = level();
        boolean blocked = result.tls() != null && result.tls().keyExchange().contains(BLOCKED);
        return new SessionFacts(
                level,
                dane(level),
                sts(level),
                dns.mx(),
                dns.address(),
                dns.tlsa(),
                policy(session.host().sts()),
                starttls(),
                verifies,
                verifiesHost,
                dns.sha1Only(),
                blocked);
    }

    private Level level() {
        if (session.encrypted()) {
            if (result.verdict() instanceof DaneVerdict.Success) {
                return Level.DANE;
            }
            if (result.sts() instanceof StsVerdict.Success && enforced()) {
                return Level.STS;
            }
            return verifies == Judged.YES ? Level.WEBPKI : Level.ENCRYPTED;
        }
        if (result.course().halt() == null) {
            return Level.CLEAR;
        }
        return session.halt() == null ? Level.UNREACHED : Level.REFUSED;
    }

    private boolean enforced() {
        return session.host().sts() instanceof StsPlan.Apply policy && policy.enforced();
    }

    private Cause dane(Level level) {
        Cause byDns = dns.cause(session.host().plan());
        if (byDns == Cause.NOT_ASKED || level == Level.DANE || level == Level.UNREACHED) {
            return byDns;
        }
        return tls(session.halt(), byDns);
    }

    /// Why TLS gave no protection; otherwise the cause that was known before.
    private static Cause tls(@Nullable Halt halt, Cause otherwise) {
        return switch (halt) {
            case NO_STARTTLS, STARTTLS_REFUSED -> Cause.NO_STARTTLS;
            case HANDSHAKE -> Cause.TLS_FAILED;
            case CERTIFICATE -> Cause.CERTIFICATE;
            case OUR_INTERFACE, NOT_CONNECTED, TURNED_AWAY, BROKEN_OFF, AUTHENTICATION -> otherwise;
            case null -> otherwise;
        };
    }

    private Cause sts(Level level) {
        return switch (session.host().sts()) {
            case StsPlan.NotAsked plan -> Cause.NOT_ASKED;
            case StsPlan.PutOff plan -> Cause.DNS_FAILED;
            case StsPlan.NoPolicy plan -> absent(plan.standing());
            case StsPlan.Apply plan when level == Level.STS -> Cause.NOTHING;
            case StsPlan.Apply plan when !plan.matched() -> Cause.MX_UNNAMED;
            case StsPlan.Apply plan -> tls(session.halt(), failed(result.sts()));
        };
    }

    private static Cause absent(StsStanding standing) {
        return standing instanceof StsStanding.Absent absent && absent.trouble() != null
                ? Cause.STS_FETCH_FAILED
                : Cause.STS_ABSENT;
    }

    private static Cause failed(@Nullable StsVerdict verdict) {
        return switch (verdict) {
            case StsVerdict.Success success -> Cause.NOTHING;
            case StsVerdict.Failed failed -> Cause.CERTIFICATE;
            case null -> Cause.NOTHING;
        };
    }

    /// What a plan says of the domain's policy.
    static StsSeen policy(StsPlan plan) {
        return switch (plan) {
            case StsPlan.NotAsked p -> StsSeen.NOT_ASKED;
            case StsPlan.PutOff p -> StsSeen.UNKNOWN;
            case StsPlan.NoPolicy p -> policy(p.standing());
            case StsPlan.Apply p -> policy(p.standing());
        };
    }

    /// What is known of a domain's policy.
    public static StsSeen policy(StsStanding standing) {
        return switch (standing) {
            case StsStanding.Absent absent -> StsSeen.ABSENT;
            case StsStanding.Unknown unknown -> StsSeen.UNKNOWN;
            case StsStanding.InForce known -> mode(known.policy().mode());
        };
    }

    private static StsSeen mode(StsMode mode) {
        return switch (mode) {
            case NONE -> StsSeen.NONE;
            case TESTING -> StsSeen.TESTING;
            case ENFORCE -> StsSeen.ENFORCE;
        };
    }

    private Judged starttls() {
        if (session.encrypted()) {
            return Judged.YES;
        }
        return switch (session.halt()) {
            case NO_STARTTLS, STARTTLS_REFUSED -> Judged.NO;
            case HANDSHAKE, CERTIFICATE -> Judged.YES;
            case OUR_INTERFACE, NOT_CONNECTED, TURNED_AWAY, BROKEN_OFF, AUTHENTICATION -> Judged.UNKNOWN;
            case null -> Judged.UNKNOWN;
        };
    }
}
