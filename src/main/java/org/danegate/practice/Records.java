package org.danegate.practice;

import java.io.IOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Names and records from text, and records at another owner.
final class Records {
    private Records() {}

    /// A fully qualified name, with or without its final dot.
    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a name: " + text, e);
        }
    }

    static Record record(Name owner, int type, long ttl, String rdata) {
        try {
            return Record.fromString(owner, type, DClass.IN, ttl, rdata, Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a " + Type.string(type) + " record at " + owner + ": " + rdata, e);
        }
    }

    static Record renamed(Record record, Name owner) {
        return Record.newRecord(
                owner, record.getType(), record.getDClass(), record.getTTL(), record.rdataToWireCanonical());
    }
}
