package org.danegate.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A denial without any record: the SOA record that should be there is put in, unsigned, so that the validator has
/// something to judge. It determines whether the name is in a signed zone, where such a denial is bogus, or below a
/// proven unsigned one, where no more can be required. The validator handles keys and DS records itself.
final class BareDenial {

    /// Seconds that a denial without an SOA record is kept. It gives no TTL and should not be cached (RFC 2308
    /// section 5), but the question should not be repeated for every message either.
    private static final long LIFE = 5;

    private BareDenial() {}

    /// Puts the SOA record into the answer if it is such a denial.
    static void complete(RawQuestion question, Message answer) {
        boolean denial = answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN;
        boolean empty = answer.getSection(Section.ANSWER).isEmpty()
                && answer.getSection(Section.AUTHORITY).isEmpty();
        if (denial && empty && question.type() != Type.DS && question.type() != Type.DNSKEY) {
            answer.addRecord(subject(question.name()), Section.AUTHORITY);
        }
    }

    private static SOARecord subject(Name name) {
        return new SOARecord(name, DClass.IN, LIFE, Name.root, Name.root, 0, LIFE, LIFE, LIFE, LIFE);
    }
}
