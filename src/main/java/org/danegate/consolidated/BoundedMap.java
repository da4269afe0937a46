package org.danegate.consolidated;

import java.util.LinkedHashMap;
import java.util.Map;

/// A map that forgets its eldest entry when it has too many: events that end an entry may be missing.
final class BoundedMap<V> extends LinkedHashMap<Long, V> {

    private static final long serialVersionUID = 1;

    private final int most;

    BoundedMap(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
        return size() > most;
    }
}
