package org.danegate.practice;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

/// NSEC3 records over the hashed names of a zone, with empty salt (RFC 5155 section 7, RFC 9276 section 3.1).
final class Nsec3Chain implements DenialChain {
    private static final base32 HEX = new base32(base32.Alphabet.BASE32HEX, false, true);
    private static final byte[] NO_SALT = {};
    private static final byte[] ZERO_HASH = new byte[20];

    private final Name apex;
    private final long ttl;
    private final boolean optOut;
    private final NSEC3Record hasher;
    private final NavigableMap<String, Set<Integer>> typesByHash = new TreeMap<>();

    Nsec3Chain(Name apex, NavigableMap<Name, Set<Integer>> types, boolean optOut, int iterations, long ttl) {
        this.apex = apex;
        this.ttl = ttl;
        this.optOut = optOut;
        this.hasher = new NSEC3Record(
                apex,
                DClass.IN,
                ttl,
                NSEC3Record.Digest.SHA1,
                optOut ? NSEC3Record.Flags.OPT_OUT : 0,
                iterations,
                NO_SALT,
                ZERO_HASH,
                new int[0]);
        types.forEach(this::include);
    }

    private void include(Name name, Set<Integer> types) {
        boolean unsignedDelegation = !name.equals(apex) && types.contains(Type.NS) && !types.contains(Type.DS);
        if (unsignedDelegation && optOut) {
            return;
        }
        Set<Integer> bitmap = new TreeSet<>(types);
        if (!unsignedDelegation) {
            bitmap.add(Type.RRSIG);
        }
        typesByHash.put(hash(name), bitmap);
        // Empty non-terminals have NSEC3 records of their own (RFC 5155 section 7.1).
        for (Name above = new Name(name, 1); above.labels() > apex.labels(); above = new Name(above, 1)) {
            typesByHash.putIfAbsent(hash(above), Set.of());
        }
    }

    @Override
    public List<RRset> nameDenied(Name name, Name closestEncloser) {
        return distinct(
                matchingOrCovering(closestEncloser),
                matchingOrCovering(DenialChain.nextCloser(name, closestEncloser)),
                matchingOrCovering(DenialChain.wildcardBelow(closestEncloser)));
    }

    @Override
    public List<RRset> typeDenied(Name name, Name closestEncloser) {
        if (typesByHash.containsKey(hash(name))) {
            return distinct(matchingOrCovering(name));
        }
        // An opted-out delegation: closest provable encloser and the record that covers the next closer name.
        Name provable = new Name(name, 1);
        Name nextCloser = name;
        while (!typesByHash.containsKey(hash(provable)) && provable.labels() > apex.labels()) {
            nextCloser = provable;
            provable = new Name(provable, 1);
        }
        return distinct(matchingOrCovering(provable), matchingOrCovering(nextCloser));
    }

    @Override
    public List<RRset> wildcardExpanded(Name name, Name closestEncloser) {
        return distinct(matchingOrCovering(DenialChain.nextCloser(name, closestEncloser)));
    }

    @Override
    public List<RRset> wildcardTypeDenied(Name name, Name closestEncloser) {
        return nameDenied(name, closestEncloser);
    }

    private NSEC3Record matchingOrCovering(Name name) {
        String wanted = hash(name);
        String floor = typesByHash.floorKey(wanted);
        String owner = floor == null ? typesByHash.lastKey() : floor;
        @Nullable String higher = typesByHash.higherKey(owner);
        String next = higher == null ? typesByHash.firstKey() : higher;
        Set<Integer> bitmap = typesByHash.getOrDefault(owner, Set.of());
        return new NSEC3Record(
                Records.name(owner + "." + (apex.equals(Name.root) ? "" : apex.toString())),
                DClass.IN,
                ttl,
                NSEC3Record.Digest.SHA1,
                optOut ? NSEC3Record.Flags.OPT_OUT : 0,
                hasher.getIterations(),
                NO_SALT,
                HEX.fromString(next),
                bitmap.stream().mapToInt(Integer::intValue).toArray());
    }

    private String hash(Name name) {
        try {
            return HEX.toString(hasher.hashName(name)).toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<RRset> distinct(NSEC3Record... records) {
        Map<Name, RRset> byOwner = new LinkedHashMap<>();
        for (NSEC3Record record : records) {
            byOwner.putIfAbsent(record.getName(), new RRset(record));
        }
        return new ArrayList<>(byOwner.values());
    }
}
