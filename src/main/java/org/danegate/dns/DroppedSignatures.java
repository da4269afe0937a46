package org.danegate.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Distinguishes a resolver that drops DNSSEC data, which makes every signed name bogus, from a name that is bogus
/// through a resolver that passes the data on. The root's own records show the difference: they are signed in every
/// network (RFC 4035 3.2.1).
final class DroppedSignatures {

    private enum Sight {
        PASSES,
        DROPS,
        UNKNOWN
    }

    private final Servers servers;
    private final boolean rootServers;

    /// @param rootServers whether these are the root servers and those below, not resolvers
    DroppedSignatures(Servers servers, boolean rootServers) {
        this.servers = servers;
        this.rootServers = rootServers;
    }

    /// Returns a phrase that names the servers that drop DNSSEC data, if all servers that may be queried for a name
    /// and that answer do so; null when one passes DNSSEC data on or none is known to drop it. Queries each of them
    /// at every call.
    ///
    /// @param keysLost true when no server has just answered a question with which every validation begins (the
    ///     root's keys, or the DS records or keys of a top-level domain): a server that answers other questions
    ///     then drops those
    @Nullable
    String by(Name name, boolean keysLost) {
        List<Servers.Single> singles = servers.singles(name);
        List<String> droppers = new ArrayList<>();
        // In root servers mode there is no choice of server: a device on the way drops the data for all of
        // them. Resolvers that are all resting are queried as a group.
        for (Servers.Single one :
                singles.isEmpty() ? List.of(new Servers.Single(answering(), servers::ask)) : singles) {
            switch (look(one.source())) {
                case PASSES -> {
                    if (!keysLost) {
                        return null;
                    }
                    droppers.add(one.name());
                }
                case DROPS -> droppers.add(one.name());
                case UNKNOWN -> {}
            }
        }
        return droppers.isEmpty() ? null : phrase(droppers);
    }

    private String phrase(List<String> droppers) {
        if (rootServers) {
            return "something on the way to the root servers drops DNSSEC data";
        }
        boolean several = droppers.size() > 1;
        return (several ? "resolvers " : "resolver ") + String.join(", ", droppers) + (several ? " drop" : " drops")
                + " DNSSEC data";
    }

    private String answering() {
        try {
            return servers.ask(Queries.checkingDisabled(Name.root, Type.SOA)).server();
        } catch (IOException e) {
            return "";
        }
    }

    private static Sight look(HeadResolver.Source source) {
        try {
            Message data =
                    source.ask(Queries.checkingDisabled(Name.root, Type.SOA)).message();
            if (data.getRcode() != Rcode.NOERROR
                    || data.getSection(Section.ANSWER).isEmpty()) {
                return Sight.UNKNOWN;
            }
            if (!signed(data)) {
                return Sight.DROPS;
            }
            Message denial =
                    source.ask(Queries.checkingDisabled(Name.root, Type.TLSA)).message();
            if (denial.getRcode() != Rcode.NOERROR && denial.getRcode() != Rcode.NXDOMAIN) {
                return Sight.UNKNOWN;
            }
            return signed(denial) && has(denial, Type.NSEC, Type.NSEC3) ? Sight.PASSES : Sight.DROPS;
        } catch (IOException e) {
            return Sight.UNKNOWN;
        }
    }

    private static boolean signed(Message message) {
        return records(message).stream().anyMatch(RRSIGRecord.class::isInstance);
    }

    private static boolean has(Message message, int... types) {
        return records(message).stream().anyMatch(r -> IntStream.of(types).anyMatch(t -> t == r.getType()));
    }

    private static List<Record> records(Message message) {
        List<Record> all = new ArrayList<>(message.getSection(Section.ANSWER));
        all.addAll(message.getSection(Section.AUTHORITY));
        return all;
    }
}
