package org.danegate.practice;

import java.util.Locale;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// A request that asks something.
///
/// @param query the whole request
/// @param asked its question section
record DnsQuestion(Message query, Record asked, PracticeQuery.Transport transport) {

    /// The name asked for, in lower case and without the final dot.
    String name() {
        return asked.getName().toString(true).toLowerCase(Locale.ROOT);
    }

    String type() {
        return Type.string(asked.getType());
    }

    /// Whether the client wants DNSSEC records (DO, RFC 3225).
    boolean dnssecOk() {
        OPTRecord opt = query.getOPT();
        return opt != null && (opt.getFlags() & ExtendedFlags.DO) != 0;
    }

    /// @param flag a number of [org.xbill.DNS.Flags]
    boolean has(int flag) {
        return query.getHeader().getFlag(flag);
    }
}
