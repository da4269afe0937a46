package org.danegate.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// A question below the validator: of a lookup itself, or for the keys and DS records above it.
///
/// @param type number of the record type
record RawQuestion(Name name, int type) {

    String text() {
        return name.toString(true) + " " + Type.string(type);
    }
}
