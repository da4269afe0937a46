package org.danegate.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.dkim.MessageSigner.KeyInForce;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DkimSettings;
import org.danegate.policy.SigningProfile;
import org.danegate.policy.SigningProfile.NextKey;
import org.danegate.policy.SigningProfile.SelectorKey;

/// Decides who signs a message: the profile for its author, with the keys in force. Mail of Danegate's own is signed
/// when it is queued as such; it needs nothing from here, but {@link #signsFor} tells whether a signature will be
/// there.
public final class DkimSigning {

    private static final Pattern UNCONVERTED =
            Pattern.compile("\\s*multipart/(signed|encrypted)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final CommittedPolicy policy;
    private final SigningKeyFolder keys;
    private final InstantSource clock;

    DkimSigning(CommittedPolicy policy, SigningKeyFolder keys, InstantSource clock) {
        this.policy = policy;
        this.keys = keys;
        this.clock = clock;
    }

    /// What signs with the keys of a folder, outside of the server.
    ///
    /// @param keys folder with files `NAME.key.pem`
    public static DkimSigning in(Path keys, CommittedPolicy policy, InstantSource clock) {
        return new DkimSigning(policy, new SigningKeyFolder(keys), clock);
    }

    /// The settings in force.
    public DkimSettings settings() {
        return policy.current().policy().dkim();
    }

    /// Who signs a message; empty for nobody. Reads the header only.
    ///
    /// @param message with CRLF line ends
    /// @throws SigningException when somebody should and a key cannot be read
    /// @throws IOException when the message cannot be read
    public Optional<MessageSigner> signer(InputStream message) throws IOException {
        List<HeaderField> fields = HeaderField.all(header(message));
        Optional<Author> author = Author.of(fields);
        Optional<SigningProfile> profile =
                author.flatMap(known -> settings().profileFor(known.address(), known.domain()));
        if (profile.isEmpty() || profile.get().options().leaveSigned() && isSigned(fields, profile.get())) {
            return Optional.empty();
        }
        return Optional.of(new MessageSigner(
                profile.get(), author.get().address(), inForce(profile.get()), converts(profile.get(), fields)));
    }

    private static byte[] header(InputStream message) throws IOException {
        SignedParts parts = new SignedParts(SigningKey.sha256());
        byte[] some = new byte[4096];
        int count = message.read(some);
        while (count >= 0 && !parts.isHeaderComplete()) {
            parts.write(some, 0, count);
            count = message.read(some);
        }
        return parts.header();
    }

    /// Whether mail of Danegate's own from an address of a domain is signed: a profile matches and its keys can
    /// sign. A sender that must be signed, such as a report by mail (RFC 8460 3), asks first.
    ///
    /// @param address the address of its From field
    public boolean signsFor(String address, DomainName domain) {
        Optional<SigningProfile> profile = settings().profileFor(address, domain);
        if (profile.isEmpty() || !settings().signSystemMessages()) {
            return false;
        }
        try {
            return !inForce(profile.get()).isEmpty();
        } catch (SigningException cannotSign) {
            return false;
        }
    }

    /// The keys of a profile that sign today, RSA first.
    ///
    /// @throws SigningException when one of them cannot be read, or none of them is RSA
    List<KeyInForce> inForce(SigningProfile profile) throws SigningException {
        List<KeyInForce> signing = new ArrayList<>();
        signing.add(read(profile.first()));
        SelectorKey second = profile.second();
        if (second != null) {
            signing.add(read(second));
        }
        NextKey next = profile.next();
        if (next != null && !today().isBefore(next.from())) {
            KeyInForce replacing = read(next.key());
            signing.removeIf(old -> old.key().algorithm() == replacing.key().algorithm());
            signing.add(replacing);
        }
        signing.sort(Comparator.comparing(one -> one.key().algorithm()));
        if (signing.getFirst().key().algorithm() != KeyAlgorithm.RSA) {
            throw new SigningException("signing profile '" + profile.name() + "' has no RSA key");
        }
        return signing;
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private KeyInForce read(SelectorKey key) throws SigningException {
        return new KeyInForce(key.selector(), keys.key(key.key()));
    }

    /// Mail that somebody signed or encrypted would be damaged by a conversion.
    private static boolean converts(SigningProfile profile, List<HeaderField> fields) {
        return profile.options().convertTo7Bit()
                && fields.stream().noneMatch(field -> field.name().equals("dkim-signature"))
                && fields.stream()
                        .filter(field -> field.name().equals("content-type"))
                        .noneMatch(field -> UNCONVERTED.matcher(field.value()).matches());
    }

    private static boolean isSigned(List<HeaderField> fields, SigningProfile profile) {
        return fields.stream()
                .filter(field -> field.name().equals("dkim-signature"))
                .flatMap(field -> Pattern.compile(";").splitAsStream(field.value()))
                .map(tag -> tag.replaceAll("\\s", "").toLowerCase(Locale.ROOT))
                .anyMatch(("d=" + profile.domain().ascii())::equals);
    }
}
