package org.danegate.dns;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/// The servers of a zone, according to its parent zone.
///
/// @param zone the zone that is served
/// @param addresses of servers, from the referral or the settings
/// @param nameless names of servers whose addresses must be looked up first
/// @param until when it expires
record Delegation(Name zone, List<InetSocketAddress> addresses, List<Name> nameless, Instant until) {

    private static final long LONGEST = 86_400;
    private static final int MOST_ADDRESSES = 20;

    Delegation {
        addresses = List.copyOf(addresses);
        nameless = List.copyOf(nameless);
    }

    /// The referral in an answer; null when there is none. Only a zone between the queried zone and the name is
    /// believed, and only addresses of names within the queried zone: a server has no authority over others (RFC
    /// 2181 section 5.4.1).
    ///
    /// @param asked the queried zone, whose server answered
    /// @param port of the servers
    static @Nullable Delegation of(Message answer, Name asked, Name name, int port, Instant now) {
        List<NSRecord> servers = referral(answer, asked, name);
        if (servers.isEmpty()) {
            return null;
        }
        Name zone = servers.getFirst().getName();
        long ttl = LONGEST;
        List<InetSocketAddress> addresses = new ArrayList<>();
        TreeSet<Name> nameless = new TreeSet<>();
        for (NSRecord server : servers) {
            if (server.getName().equals(zone)) {
                ttl = Math.min(ttl, server.getTTL());
                List<InetSocketAddress> glue = glue(answer, server.getTarget(), asked, port);
                addresses.addAll(glue.subList(0, Math.min(glue.size(), MOST_ADDRESSES - addresses.size())));
                if (glue.isEmpty()) {
                    nameless.add(server.getTarget());
                }
            }
        }
        return new Delegation(zone, addresses, List.copyOf(nameless), now.plusSeconds(ttl));
    }

    /// The server records of zones that may be believed; none when the answer is no referral.
    private static List<NSRecord> referral(Message answer, Name asked, Name name) {
        if (!answer.getSection(Section.ANSWER).isEmpty()
                || answer.getSection(Section.AUTHORITY).stream().anyMatch(SOARecord.class::isInstance)) {
            return List.of();
        }
        return answer.getSection(Section.AUTHORITY).stream()
                .filter(NSRecord.class::isInstance)
                .map(NSRecord.class::cast)
                .filter(ns -> name.subdomain(ns.getName())
                        && ns.getName().subdomain(asked)
                        && !ns.getName().equals(asked))
                .toList();
    }

    private static List<InetSocketAddress> glue(Message answer, Name host, Name asked, int port) {
        if (!host.subdomain(asked)) {
            return List.of();
        }
        List<InetSocketAddress> found = new ArrayList<>();
        for (Record record : answer.getSection(Section.ADDITIONAL)) {
            if (record.getName().equals(host)) {
                if (record instanceof ARecord a) {
                    found.add(new InetSocketAddress(a.getAddress(), port));
                } else if (record instanceof AAAARecord a) {
                    found.add(new InetSocketAddress(a.getAddress(), port));
                }
            }
        }
        return found;
    }
}
