package org.danegate.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// How the mail of some senders is signed with DKIM (the appliance's Domain Signing Profile). Keys are named here; they
/// are files of the data directory.
///
/// @param enabled false keeps the profile without using it
/// @param domain the `d=` of the signatures
/// @param first the key that every message is signed with; an RSA key
/// @param second a key of the other algorithm, for a second signature; null for none
/// @param next the key that replaces the one of its algorithm from a date on; null while no rotation is planned
/// @param headers which header fields are signed
/// @param additionalHeaders names of fields that are signed as well
/// @param expirationDays `x=`: days after which verifiers may reject the signature; null for no end
/// @param users senders: `user@example.com`, `example.com`, `.example.com` for its subdomains; empty: the domain itself
/// @param options what is rarely needed
public record SigningProfile(
        String name,
        boolean enabled,
        DomainName domain,
        SelectorKey first,
        @Nullable SelectorKey second,
        @Nullable NextKey next,
        Headers headers,
        List<String> additionalHeaders,
        @Nullable Integer expirationDays,
        List<String> users,
        Options options) {

    public SigningProfile {
        additionalHeaders = List.copyOf(additionalHeaders);
        users = List.copyOf(users);
    }

    /// A key and the selector under which its public part is published.
    ///
    /// @param selector one or more DNS labels
    /// @param key name of a signing key
    public record SelectorKey(String selector, String key) {

        /// Where the public part is published: `selector._domainkey.domain`; empty when the name is too long.
        public Optional<DomainName> owner(DomainName domain) {
            try {
                return Optional.of(DomainName.parse(selector + "._domainkey." + domain.ascii()));
            } catch (IllegalArgumentException tooLong) {
                return Optional.empty();
            }
        }
    }

    /// A key that takes over.
    ///
    /// @param from the first day, in UTC, on which it signs
    public record NextKey(SelectorKey key, LocalDate from) {}

    /// Which header fields are signed, if present.
    public enum Headers {
        /// Those that RFC 6376 5.4.1 recommends.
        STANDARD,
        /// All, except those that others change or add.
        ALL
    }

    /// @param convertTo7Bit mail with 8-bit parts is converted before it is signed, so that no later host needs to
    /// @param leaveSigned mail that has a signature of the same domain already gets no other
    public record Options(boolean convertTo7Bit, boolean leaveSigned) {

        /// Neither.
        public static final Options NONE = new Options(false, false);
    }

    /// The keys with their selectors, in the order of the form.
    public List<SelectorKey> keys() {
        return Stream.of(first, second, next == null ? null : next.key())
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /// How precisely the profile is meant for a sender: the higher number wins, and 0 is no match.
    ///
    /// @param address the address of a From or Sender field
    /// @param senderDomain the domain of the address
    public int precision(String address, DomainName senderDomain) {
        return users.isEmpty()
                ? senderDomain.equals(domain) ? 3000 : 0
                : users.stream()
                        .mapToInt(user -> precision(user, address, senderDomain))
                        .max()
                        .orElse(0);
    }

    private static int precision(String user, String address, DomainName senderDomain) {
        String wanted = user.toLowerCase(Locale.ROOT);
        if (wanted.indexOf('@') > 0) {
            return wanted.equals(address.toLowerCase(Locale.ROOT)) ? 4000 : 0;
        }
        Optional<DomainName> named = domainOf(wanted);
        if (named.isEmpty()) {
            return 0;
        }
        return wanted.startsWith(".")
                ? senderDomain.isSubdomainOf(named.get())
                        ? 1000 + named.get().ascii().length()
                        : 0
                : senderDomain.equals(named.get()) ? 3000 : 0;
    }

    /// The domain that a user of a profile names; empty for a text that names none.
    static Optional<DomainName> domainOf(String user) {
        String rest = user.substring(user.lastIndexOf('@') + 1);
        try {
            return Optional.of(DomainName.parse(rest.startsWith(".") ? rest.substring(1) : rest));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
