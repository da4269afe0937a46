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
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// One question, walked from zone to zone and along aliases to an answer as a recursive resolver would give it. The
/// number of questions and the time are limited, whatever servers answer.
final class RootWalk {

    private static final int MOST_QUESTIONS = 100;
    private static final int MOST_REFERRALS = 30;
    private static final int MOST_ALIASES = 16;
    private static final int MOST_DEPTH = 4;
    private static final int MOST_LOOKED_UP = 3;
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
        Message whole = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        whole.getHeader().setID(query.getHeader().getID());
        whole.getHeader().setFlag(Flags.QR);
        whole.getHeader().setFlag(Flags.RA);
        Name at = name;
        Set<Name> seen = new HashSet<>();
        while (seen.size() <= MOST_ALIASES && seen.add(at)) {
            Reply part = fromZone(at, type, depth);
            whole.getHeader().setRcode(part.message().getRcode());
            take(part.message(), whole);
            Name end = alias(part.message(), at, type);
            boolean data = part.message().getSection(Section.ANSWER).stream()
                    .anyMatch(r -> r.getType() == type && r.getName().equals(end));
            if (data || end.equals(at) || part.message().getRcode() != Rcode.NOERROR) {
                return new Reply(whole, part.server());
            }
            at = end;
        }
        throw NoAnswer.aliasLoop(name.toString());
    }

    private static void take(Message part, Message whole) {
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : part.getSection(section)) {
                // The server list of a zone is not part of an answer, and it is often not signed.
                boolean wanted = section == Section.ANSWER || record.getType() != Type.NS;
                if (wanted && !whole.findRecord(record, section)) {
                    whole.addRecord(record, section);
                }
            }
        }
    }

    /// The name to which the aliases of one answer lead.
    private static Name alias(Message part, Name from, int type) {
        Name at = from;
        for (int links = 0; type != Type.CNAME && links <= MOST_ALIASES; links++) {
            Name next = null;
            for (Record record : part.getSection(Section.ANSWER)) {
                if (record instanceof CNAMERecord alias && alias.getName().equals(at)) {
                    next = alias.getTarget();
                }
            }
            if (next == null) {
                break;
            }
            at = next;
        }
        return at;
    }

    /// Follows referrals to the zone that holds a name.
    private Reply fromZone(Name name, int type, int depth) throws IOException {
        Delegation zone = shared.nearest(name, type);
        Name within = type == Type.DS && name.labels() > 1 ? new Name(name, 1) : name;
        for (int i = 0; i < MOST_REFERRALS; i++) {
            Reply reply = askZone(zone, name, within, type, depth);
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

    private Reply askZone(Delegation zone, Name name, Name within, int type, int depth) throws IOException {
        Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        question.getHeader().unsetFlag(Flags.RD);
        question.getHeader().setFlag(Flags.CD);
        List<NoAnswer> unreachable = new ArrayList<>();
        Reply refused = null;
        List<Name> nameless = new ArrayList<>(zone.nameless());
        List<InetSocketAddress> addresses = zone.addresses();
        for (int looked = 0; ; looked++) {
            for (Upstream server : shared.inOrder(addresses)) {
                try {
                    Reply reply = put(server, question, name, type);
                    if (useful(reply.message(), zone.zone(), within)) {
                        return reply;
                    }
                    refused = reply;
                } catch (NoAnswer e) {
                    unreachable.add(e);
                }
            }
            if (nameless.isEmpty() || looked >= MOST_LOOKED_UP || depth >= MOST_DEPTH) {
                break;
            }
            addresses = addresses(nameless.removeFirst(), depth + 1);
        }
        shared.forget(zone.zone());
        if (refused != null) {
            return refused;
        }
        throw unreachable.isEmpty()
                ? new IOException("no server of zone " + zone.zone() + " is known")
                : NoAnswer.of(unreachable);
    }

    private Reply put(Upstream server, Message question, Name name, int type) throws IOException {
        if (++questions > MOST_QUESTIONS || System.nanoTime() - start > MOST_TIME.toNanos()) {
            throw new SocketTimeoutException();
        }
        DnsWords words = new DnsWords(name.toString(true), Type.string(type));
        if (words.told()) {
            shared.log().line(false, words.toServer(server.name(), shared.timeout()));
            shared.log().line(false, words.sent(server.name()));
        }
        Message answer = server.ask(question, shared.timeout());
        int rcode = answer.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            shared.log().line(true, words.refused(server.name(), rcode));
        }
        return new Reply(answer, server.name());
    }

    /// False for a server that fails or does not know the zone it should serve.
    private boolean useful(Message answer, Name zone, Name within) {
        if (answer.getRcode() == Rcode.NXDOMAIN) {
            return true;
        }
        boolean data = !answer.getSection(Section.ANSWER).isEmpty();
        boolean denial = answer.getSection(Section.AUTHORITY).stream()
                .anyMatch(r -> r instanceof SOARecord && r.getName().subdomain(zone));
        return answer.getRcode() == Rcode.NOERROR
                && (data
                        || denial
                        || answer.getHeader().getFlag(Flags.AA)
                        || shared.referral(answer, zone, within) != null);
    }

    private List<InetSocketAddress> addresses(Name host, int depth) {
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
