package org.danegate.practice;

import java.util.Map;
import org.xbill.DNS.Name;

/// The signatures of a zone to make wrong: all of them, or those of single RRsets (or of their denial).
record SignatureFaults(Signatures everywhere, Map<Place, Signatures> single) {
    record Place(Name owner, int type) {}

    Signatures of(Name owner, int type) {
        return single.getOrDefault(new Place(owner, type), everywhere);
    }
}
