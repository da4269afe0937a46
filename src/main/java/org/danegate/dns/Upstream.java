package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/// One server that is queried: UDP with EDNS 1232 and DO, TCP when the answer is truncated, once more without EDNS when
/// the server does not know it. A server that does not answer rests, twice as long each time; then it gets a single
/// question, and only an answer to it brings the server back.
final class Upstream {

    private static final Duration LOST = Duration.ofSeconds(15);

    private final InetSocketAddress address;
    private final InstantSource clock;
    private final Duration lost;
    private final QueryLog log;
    private final MixedLetters letters = MixedLetters.unknown();
    private final RoundTrips times = new RoundTrips();
    private final ServerRest rest;
    private volatile @Nullable ServerHealth health;
    private volatile long lastAnswer = System.nanoTime() - Duration.ofDays(1).toNanos();

    /// @param log receives reports of wrong answers
    Upstream(InetSocketAddress address, InstantSource clock, QueryLog log) {
        this(address, clock, LOST, log);
    }

    /// @param lost a question is abandoned after this long when the server answers others meanwhile
    /// @param log receives reports of wrong answers
    Upstream(InetSocketAddress address, InstantSource clock, Duration lost, QueryLog log) {
        this.address = address;
        this.clock = clock;
        this.lost = lost;
        this.log = log;
        this.rest = new ServerRest(clock);
    }

    InetSocketAddress address() {
        return address;
    }

    String name() {
        return ServerHealth.name(address);
    }

    /// True while the server is to be skipped: its rest is not over, or one question is pending to find out whether
    /// it is back.
    boolean rests() {
        return rest.isOn();
    }

    /// True when it has not answered since it last failed.
    boolean failing() {
        return rest.failing();
    }

    ServerHealth health() {
        ServerHealth known = health;
        return known != null ? known : new ServerHealth(name(), null, null, null, null, null);
    }

    /// Queries the server, sending again within the given time when nothing comes back. Any other fault, such as a
    /// closed port or bytes that are not a DNS message, ends the query at once. While the server is failing, it
    /// gets a few questions at a time, and the others wait for their result. The time is real time, whatever clock
    /// is used to judge signatures.
    ///
    /// @throws NoAnswer when nothing came back in time, what came back is not a DNS message, or there is no server
    Message ask(Message query, Duration timeout) throws NoAnswer {
        long start = System.nanoTime();
        if (!rest.failing()) {
            return send(query, timeout, start);
        }
        takeTrial(timeout);
        boolean back = !rest.failing();
        try {
            if (!back) {
                return send(query, leftOf(timeout, start), start);
            }
        } finally {
            rest.giveTrialBack();
        }
        return send(query, timeout, System.nanoTime());
    }

    private Duration leftOf(Duration timeout, long start) throws NoAnswer {
        Duration left = timeout.minusNanos(System.nanoTime() - start);
        if (!left.isPositive()) {
            throw stillWaiting();
        }
        return left;
    }

    private NoAnswer stillWaiting() {
        return NoAnswer.at(address, new SocketTimeoutException("still waiting for an earlier question"));
    }

    private void takeTrial(Duration timeout) throws NoAnswer {
        try {
            if (!rest.takeTrial(timeout)) {
                throw stillWaiting();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NoAnswer.at(address, new SocketTimeoutException("interrupted"));
        }
    }

    /// @param wanted since when an answer to this question has been wanted, of {@link System#nanoTime}
    private Message send(Message query, Duration timeout, long wanted) throws NoAnswer {
        long start = System.nanoTime();
        try {
            Message answer = converse(Exchange.withEdns(query), start, timeout);
            return refusesEdns(answer) ? withoutEdns(query, answer, start, timeout) : answer;
        } catch (WireParseException e) {
            // The server is reachable: one unreadable answer must not make it rest for other questions.
            answered(start, null);
            throw NoAnswer.at(address, e);
        } catch (IOException e) {
            failed(start, wanted);
            throw NoAnswer.at(address, e);
        }
    }

    private Message converse(Message query, long start, Duration timeout) throws IOException {
        Exchange exchange = new Exchange(address, query, times, lost, letters);
        Message answer = told(exchange, start, timeout);
        answered(start, query.getOPT() == null ? null : answer.getOPT() != null);
        if (Exchange.truncated(answer)) {
            return StreamExchange.ask(address, query, timeout.minusNanos(System.nanoTime() - start));
        }
        if (leads(answer)) {
            letters.led(exchange.answeredMixed());
        }
        return exchange.answeredMixed() && !letters.proven() ? inPlain(query, answer, start, timeout) : answer;
    }

    private Message told(Exchange exchange, long start, Duration timeout) throws IOException {
        try {
            return exchange.ask(timeout, start, () -> lastAnswer - start > 0);
        } finally {
            if (exchange.wrong() > 0) {
                log.dropped(name(), exchange.wrong());
            }
        }
    }

    /// Until mixed letters have brought records, a denial is believed only when plain ones bring the same: some
    /// servers treat other letters as another name.
    private Message inPlain(Message query, Message mixed, long start, Duration timeout) {
        try {
            Message plain = told(new Exchange(address, query, times, lost, MixedLetters.never()), start, timeout);
            if (plain.getRcode() == mixed.getRcode() && !leads(plain)) {
                return mixed;
            }
            letters.notBorne();
            return Exchange.truncated(plain)
                    ? StreamExchange.ask(address, query, timeout.minusNanos(System.nanoTime() - start))
                    : plain;
        } catch (IOException e) {
            // It answered the first question, and that answer remains valid.
            return mixed;
        }
    }

    /// Whether the answer has records, or a referral to servers that do.
    private static boolean leads(Message answer) {
        return answer.getRcode() == Rcode.NOERROR
                && (!answer.getSection(Section.ANSWER).isEmpty()
                        || answer.getSection(Section.AUTHORITY).stream().anyMatch(r -> r.getType() == Type.NS));
    }

    /// Whether the answer rejects EDNS: servers older than EDNS answer so, and so do some middleboxes (RFC 6891
    /// sections 6.1.3 and 7).
    private static boolean refusesEdns(Message answer) {
        int rcode = answer.getRcode();
        return rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP || rcode == Rcode.BADVERS;
    }

    /// Queries without EDNS. The answer has no signatures; the validation decides whether that is acceptable.
    private Message withoutEdns(Message query, Message refusal, long start, Duration timeout) {
        try {
            Message plain = converse(query, start, timeout);
            return refusesEdns(plain) ? refusal : plain;
        } catch (IOException e) {
            // It answered the first question, and that answer remains valid.
            return refusal;
        }
    }

    private void answered(long start, @Nullable Boolean dnssec) {
        rest.end();
        lastAnswer = System.nanoTime();
        note(true, start, dnssec);
    }

    private void failed(long start, long wanted) {
        if (lastAnswer - start > 0) {
            // It answered another question meanwhile: this question is the problem, not the server.
            return;
        }
        rest.begin(wanted);
        note(false, start, null);
    }

    private void note(boolean reachable, long start, @Nullable Boolean dnssec) {
        ServerHealth before = health();
        boolean same = Boolean.valueOf(reachable).equals(before.reachable());
        health = new ServerHealth(
                name(),
                reachable,
                Duration.ofNanos(System.nanoTime() - start),
                dnssec == null ? before.dnssec() : dnssec,
                same ? before.since() : clock.instant(),
                reachable ? null : rest.until());
    }
}
