package org.danegate.dns;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// The answer that a recursive resolver would give, put together from the answers of the zones along the aliases.
final class WholeAnswer {

    private final int type;
    private final Message whole;
    private Name at;
    private boolean complete;

    /// @param id of the question that is answered
    WholeAnswer(Name name, int type, int id) {
        this.type = type;
        this.at = name;
        this.whole = Queries.of(name, type);
        whole.getHeader().setID(id);
        whole.getHeader().setFlag(Flags.QR);
        whole.getHeader().setFlag(Flags.RA);
    }

    /// The name to ask for next.
    Name at() {
        return at;
    }

    /// Takes in what a zone answered for the name.
    void take(Message part) {
        whole.getHeader().setRcode(part.getRcode());
        takeRecords(part);
        takeOptions(part);
        Name end = alias(part);
        boolean data = part.getSection(Section.ANSWER).stream()
                .anyMatch(r -> r.getType() == type && r.getName().equals(end));
        complete = data || end.equals(at) || part.getRcode() != Rcode.NOERROR;
        at = end;
    }

    private void takeRecords(Message part) {
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

    /// Options of EDNS, such as extended errors; an answer has room for those of one part.
    private void takeOptions(Message part) {
        OPTRecord opt = part.getOPT();
        if (opt != null && !opt.getOptions().isEmpty()) {
            whole.removeAllRecords(Section.ADDITIONAL);
            whole.addRecord(new OPTRecord(opt.getPayloadSize(), 0, 0, 0, opt.getOptions()), Section.ADDITIONAL);
        }
    }

    /// The name to which the aliases of one answer lead.
    private Name alias(Message part) {
        Name end = at;
        for (int links = 0; type != Type.CNAME && links <= RootWalk.MOST_ALIASES; links++) {
            Name next = null;
            for (Record record : part.getSection(Section.ANSWER)) {
                if (record instanceof CNAMERecord alias && alias.getName().equals(end)) {
                    next = alias.getTarget();
                }
            }
            if (next == null) {
                break;
            }
            end = next;
        }
        return end;
    }

    /// Whether the part taken in last ends the walk: with data, a denial or a failure.
    boolean isComplete() {
        return complete;
    }

    Message message() {
        return whole;
    }
}
