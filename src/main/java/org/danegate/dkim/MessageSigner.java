package org.danegate.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.event.DkimSignature;
import org.danegate.policy.SigningProfile;

/// Signs one message, with the profile and the keys that are in force for its sender.
public final class MessageSigner {

    private final SigningProfile profile;
    private final String author;
    private final List<KeyInForce> keys;
    private final boolean converts;

    /// @param author the address that the profile matched
    /// @param converts whether the message is converted to seven bits first, if it has others
    MessageSigner(SigningProfile profile, String author, List<KeyInForce> keys, boolean converts) {
        this.profile = profile;
        this.author = author;
        this.keys = List.copyOf(keys);
        this.converts = converts;
    }

    /// A key under the selector that names it in signatures.
    record KeyInForce(String selector, SigningKey key) {}

    /// The octets of a message as it will be sent, before dot-stuffing.
    @FunctionalInterface
    public interface Octets {

        /// Writes all of them.
        void writeTo(OutputStream out) throws IOException;
    }

    /// Name of the signing profile.
    public String profile() {
        return profile.name();
    }

    /// The address that the profile matched, as the message has it.
    public String author() {
        return author;
    }

    /// What its signatures say of themselves, RSA first.
    public List<DkimSignature> signatures() {
        return keys.stream()
                .map(key -> new DkimSignature(
                        profile.domain().ascii(),
                        key.selector(),
                        key.key().algorithm().signature()))
                .toList();
    }

    /// Whether the message is converted to seven bits before it is signed, if it has others.
    public boolean convertsFirst() {
        return converts;
    }

    /// Names everything that the signatures of a message depend on, apart from the message: as long as it is the
    /// same, so are they.
    public String basis() {
        StringBuilder text = new StringBuilder().append(profile);
        keys.forEach(k ->
                text.append('|').append(k.selector()).append('=').append(k.key().fingerprint()));
        return text.toString();
    }

    /// The fields to put before the message: one for each key, RSA first. The same message at the same time gives
    /// the same octets.
    ///
    /// @param at the time of the signature
    /// @throws SigningException when a key cannot sign or the header is too large
    /// @throws IOException when the message cannot be read
    public byte[] fields(Octets message, Instant at) throws IOException {
        SignedParts parts = new SignedParts(SigningKey.sha256());
        message.writeTo(parts);
        List<HeaderField> header = HeaderField.all(parts.header());
        List<String> names = SignedFields.names(header, profile);
        byte[] relaxed = SignedFields.relaxed(header, names);
        byte[] bodyHash = parts.bodyHash();
        ByteArrayOutputStream fields = new ByteArrayOutputStream(2048);
        for (KeyInForce key : keys) {
            String unsigned = SignatureText.unsigned(tags(key, names, bodyHash, at));
            fields.writeBytes(SignatureText.signed(unsigned, sign(key.key(), relaxed, unsigned))
                    .getBytes(StandardCharsets.US_ASCII));
        }
        return fields.toByteArray();
    }

    private SignatureText.Tags tags(KeyInForce key, List<String> names, byte[] bodyHash, Instant at) {
        Integer days = profile.expirationDays();
        return new SignatureText.Tags(
                key.key().algorithm(),
                profile.domain().ascii(),
                key.selector(),
                at,
                days == null ? null : at.plus(Duration.ofDays(days)),
                names,
                bodyHash);
    }

    private static byte[] sign(SigningKey key, byte[] relaxed, String unsigned) throws SigningException {
        byte[] field = HeaderField.all(unsigned.getBytes(StandardCharsets.US_ASCII))
                .getFirst()
                .relaxed();
        ByteArrayOutputStream input = new ByteArrayOutputStream(relaxed.length + field.length);
        input.writeBytes(relaxed);
        // The field itself goes in without its CRLF (RFC 6376 3.7).
        input.write(field, 0, field.length - 2);
        try {
            return key.sign(input.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new SigningException("signing key '" + key.name() + "' cannot sign: " + e.getMessage(), e);
        }
    }
}
