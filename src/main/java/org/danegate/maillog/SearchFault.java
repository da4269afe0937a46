package org.danegate.maillog;

import java.util.List;

/// A search that cannot be done, or that takes too long. The message is the English sentence for scripts; pages say the
/// key in their language.
public final class SearchFault extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String key;
    private final transient List<Object> places;

    SearchFault(String key, String message, Object... places) {
        super(message);
        this.key = key;
        this.places = List.of(places);
    }

    /// Key of the sentence in the bundle of the mail logs.
    public String key() {
        return key;
    }

    /// What stands in the sentence's places.
    public Object[] places() {
        return places.toArray();
    }
}
