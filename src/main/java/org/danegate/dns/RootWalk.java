package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.danegate.dns.Servers.Reply;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// One question, walked from zone to zone and along aliases to an answer as a recursive resolver would give it. The
/// number of questions and the time are limited, whatever servers answer.
final class RootWalk {

    private static final int MOST_QUESTIONS = 100;
    private static final int MOST_REFERRALS = 30;

    /// The most aliases between a question and its data.
    static final int MOST_ALIASES = 16;

    private static final Duration MOST_TIME = Duration.ofSeconds(45);

    private final RootIteration shared;
    private final Message query;
    private final long start = System.nanoTime();
    private int questions;

    RootWalk(RootIteration shared, Message query) {
        this.shared = shared;
        this.query = query;
    }

    /// @throws IOException when no server of a zone on the way could be reached
    Reply walk() throws IOException {
        Name name = query.getQuestion().getName();
        try {
            return resolve(name, query.getQuestion().getType(), 0);
        } catch (SocketTimeoutException e) {
            throw NoAnswer.tooManySteps(name.toString());
        }
    }

    private Reply resolve(Name name, int type, int depth) throws IOException {
        WholeAnswer whole = new WholeAnswer(name, type, query.getHeader().getID());
        Set<Name> seen = new HashSet<>();
        while (seen.size() <= MOST_ALIASES && seen.add(whole.at())) {
            Reply part = fromZone(whole.at(), type, depth);
            whole.take(part.message());
            if (whole.isComplete()) {
                return new Reply(whole.message(), part.server());
            }
        }
        throw NoAnswer.aliasLoop(name.toString());
    }

    /// Follows referrals to the zone that holds a name.
    private Reply fromZone(Name name, int type, int depth) throws IOException {
        Delegation zone = shared.nearest(name, type);
        Name within = type == Type.DS && name.labels() > 1 ? new Name(name, 1) : name;
        for (int i = 0; i < MOST_REFERRALS; i++) {
            Message question = Queries.checkingDisabled(name, type);
            Reply reply = new ZoneQuestion(this, shared, zone, question, within, depth).ask();
            Delegation next = shared.referral(reply.message(), zone.zone(), within);
            if (next == null) {
                return new Reply(within(reply.message(), zone.zone()), reply.server());
            }
            zone = shared.learn(next);
        }
        throw new IOException("too many referrals for " + name);
    }

    /// Leaves out records outside the zone: a server has authority only over its zone.
    private static Message within(Message answer, Name zone) {
        Message kept = answer.clone();
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : answer.getSection(section)) {
                if (!record.getName().subdomain(zone)) {
                    kept.removeRecord(record, section);
                }
            }
        }
        return kept;
    }

    /// Counts a question to a server.
    ///
    /// @throws SocketTimeoutException when the walk may ask no more
    void count() throws SocketTimeoutException {
        if (++questions > MOST_QUESTIONS || System.nanoTime() - start > MOST_TIME.toNanos()) {
            throw new SocketTimeoutException();
        }
    }

    /// The addresses of a server; none when its name leads nowhere.
    ///
    /// @param depth how many walks are under way for the names of servers, this one included
    List<InetSocketAddress> addresses(Name host, int depth) {
        List<InetSocketAddress> found = addresses(host, Type.A, depth);
        return found.isEmpty() ? addresses(host, Type.AAAA, depth) : found;
    }

    private List<InetSocketAddress> addresses(Name host, int type, int depth) {
        List<InetSocketAddress> found = new ArrayList<>();
        try {
            for (Record record : resolve(host, type, depth).message().getSection(Section.ANSWER)) {
                if (record instanceof ARecord a) {
                    found.add(shared.at(a.getAddress()));
                } else if (record instanceof AAAARecord a) {
                    found.add(shared.at(a.getAddress()));
                }
            }
        } catch (IOException e) {
            // This server's name leads nowhere; the zone may have others.
            return List.of();
        }
        return found;
    }
}
