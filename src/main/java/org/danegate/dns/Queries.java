package org.danegate.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// The questions that are put to validators and servers.
final class Queries {

    private Queries() {}

    /// A question with recursion desired.
    static Message of(Name name, int type) {
        return Message.newQuery(Record.newRecord(name, type, DClass.IN));
    }

    /// A question whose answer the server passes on even if it does not validate there (CD, RFC 4035
    /// section 3.2.2).
    static Message checkingDisabled(Name name, int type) {
        Message query = of(name, type);
        query.getHeader().setFlag(Flags.CD);
        return query;
    }
}
