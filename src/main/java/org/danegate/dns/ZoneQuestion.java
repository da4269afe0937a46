package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.danegate.dns.Servers.Reply;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/// One question of a walk to the servers of one zone, server after server until one gives a useful answer. Servers
/// without a known address are looked up by the same walk, a few of them.
final class ZoneQuestion {

    private static final int MOST_DEPTH = 4;
    private static final int MOST_LOOKED_UP = 3;

    private final RootWalk walk;
    private final RootIteration shared;
    private final Delegation zone;
    private final LoggedQuestion question;
    private final Name within;
    private final int depth;
    private final List<NoAnswer> unreachable = new ArrayList<>();
    private @Nullable Reply refused;

    /// @param query the question, which is sent without recursion
    /// @param within the name that a referral must lead towards
    /// @param depth how many walks are under way for the names of servers, this one included
    ZoneQuestion(RootWalk walk, RootIteration shared, Delegation zone, Message query, Name within, int depth) {
        query.getHeader().unsetFlag(Flags.RD);
        this.walk = walk;
        this.shared = shared;
        this.zone = zone;
        this.question = LoggedQuestion.of(query, shared.log());
        this.within = within;
        this.depth = depth;
    }

    /// @throws NoAnswer when no server could be reached
    /// @throws IOException when no server is known, or the walk is over
    Reply ask() throws IOException {
        List<Name> nameless = new ArrayList<>(zone.nameless());
        Reply useful = askAll(zone.addresses());
        for (int looked = 0; useful == null && mayLookUp(nameless, looked); looked++) {
            useful = askAll(walk.addresses(nameless.removeFirst(), depth + 1));
        }
        if (useful != null) {
            return useful;
        }
        shared.forget(zone.zone());
        if (refused != null) {
            return refused;
        }
        throw unreachable.isEmpty()
                ? new IOException("no server of zone " + zone.zone() + " is known")
                : NoAnswer.of(unreachable);
    }

    private boolean mayLookUp(List<Name> nameless, int looked) {
        return !nameless.isEmpty() && looked < MOST_LOOKED_UP && depth < MOST_DEPTH;
    }

    private @Nullable Reply askAll(List<InetSocketAddress> addresses) throws IOException {
        for (Upstream server : shared.inOrder(addresses)) {
            try {
                walk.count();
                Reply reply = question.put(server, shared.timeout());
                if (isUseful(reply.message())) {
                    return reply;
                }
                refused = reply;
            } catch (NoAnswer e) {
                unreachable.add(e);
            }
        }
        return null;
    }

    /// False for a server that fails or does not know the zone it should serve.
    private boolean isUseful(Message answer) {
        if (answer.getRcode() == Rcode.NXDOMAIN) {
            return true;
        }
        boolean data = !answer.getSection(Section.ANSWER).isEmpty();
        boolean denial = answer.getSection(Section.AUTHORITY).stream()
                .anyMatch(r -> r instanceof SOARecord && r.getName().subdomain(zone.zone()));
        return answer.getRcode() == Rcode.NOERROR
                && (data
                        || denial
                        || answer.getHeader().getFlag(Flags.AA)
                        || shared.referral(answer, zone.zone(), within) != null);
    }
}
