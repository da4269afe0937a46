package org.danegate.dns.anchor;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A root whose key set is made and signed again for each question, with any keys and signers.
final class RehearsedRoot implements AutomaticAnchors.RootQuery {

    static final Duration SIGNED_FOR = Duration.ofDays(21);

    /// A key with its private part, in both of its shapes.
    record Key(KeyPair pair) {
        static Key generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                return new Key(generator.generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        DNSKEYRecord record(boolean revoked, long ttl) {
            try {
                return new DNSKEYRecord(
                        Name.root,
                        DClass.IN,
                        ttl,
                        revoked ? 385 : 257,
                        DNSKEYRecord.Protocol.DNSSEC,
                        DNSSEC.Algorithm.ECDSAP256SHA256,
                        pair.getPublic());
            } catch (DNSSECException e) {
                throw new IllegalStateException(e);
            }
        }

        RootKey name() {
            return RootKey.of(record(false, 0)).orElseThrow();
        }
    }

    private List<Key> present = List.of();
    private List<Key> revoked = List.of();
    private List<Key> signers = List.of();
    private long ttl = 172_800;
    private Instant now;

    RehearsedRoot(Instant now) {
        this.now = now;
    }

    RehearsedRoot keys(Key... keys) {
        present = List.of(keys);
        return this;
    }

    RehearsedRoot revoked(Key... keys) {
        revoked = List.of(keys);
        return this;
    }

    RehearsedRoot signedBy(Key... keys) {
        signers = List.of(keys);
        return this;
    }

    RehearsedRoot ttl(long seconds) {
        ttl = seconds;
        return this;
    }

    /// The instant at which the set is signed.
    RehearsedRoot at(Instant instant) {
        now = instant;
        return this;
    }

    Message answer() {
        RRset set = new RRset();
        present.forEach(key -> set.addRR(key.record(false, ttl)));
        revoked.forEach(key -> set.addRR(key.record(true, ttl)));
        Message message = Message.newQuery(Record.newRecord(Name.root, Type.DNSKEY, DClass.IN));
        set.rrs(false).forEach(record -> message.addRecord(record, Section.ANSWER));
        try {
            for (Key signer : signers) {
                DNSKEYRecord record = signer.record(revoked.contains(signer), ttl);
                message.addRecord(
                        DNSSEC.sign(
                                set,
                                record,
                                signer.pair().getPrivate(),
                                now.minus(Duration.ofHours(1)),
                                now.plus(SIGNED_FOR)),
                        Section.ANSWER);
            }
        } catch (DNSSECException e) {
            throw new IllegalStateException(e);
        }
        return message;
    }

    @Override
    public Optional<Sighting> ask(Function<Message, Optional<Sighting>> useful) {
        return useful.apply(answer());
    }
}
