package org.danegate.config.web;

import java.util.Locale;
import java.util.Set;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.IpAddressPreference;
import org.danegate.policy.LimitApply;
import org.danegate.policy.LimitType;
import org.danegate.policy.RecipientLimit;
import org.danegate.policy.TlsSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/// The seed's form for a destination, as text, so that nothing typed is lost. An empty choice is "use Default".
public class DestinationForm extends TypedProfile {

    private static final Set<String> TRUTHS = Set.of("", "true", "false");

    private String domain = "";
    private String concurrentConnectionsUseDefault = "true";
    private String messagesPerConnectionUseDefault = "true";
    private String recipientsUseDefault = "true";
    private long version;

    /// An empty form: everything uses Default.
    public DestinationForm() {}

    static DestinationForm blank(DestinationProfile d) {
        DestinationForm form = new DestinationForm();
        form.concurrentConnections = String.valueOf(d.concurrentConnections());
        form.messagesPerConnection = String.valueOf(d.messagesPerConnection());
        form.recipients = String.valueOf(d.recipientLimit().recipients());
        form.minutes = String.valueOf(d.recipientLimit().minutes());
        return form;
    }

    static DestinationForm of(DestinationEntry e, long version, DestinationProfile d) {
        DestinationForm form = blank(d);
        form.version = version;
        form.domain = e.pattern().toString();
        form.ipAddressPreference = text(e.ipAddressPreference());
        Integer connections = e.concurrentConnections();
        if (connections != null) {
            form.concurrentConnectionsUseDefault = "false";
            form.concurrentConnections = connections.toString();
        }
        Integer messages = e.messagesPerConnection();
        if (messages != null) {
            form.messagesPerConnectionUseDefault = "false";
            form.messagesPerConnection = messages.toString();
        }
        RecipientLimit limit = e.recipientLimit();
        if (limit != null) {
            form.recipientsUseDefault = "false";
            form.recipients = String.valueOf(limit.recipients());
            form.minutes = String.valueOf(limit.minutes());
        }
        form.limitType = text(e.limitType());
        form.limitApply = text(e.limitApply());
        form.tls = text(e.tls());
        form.dane = text(e.dane());
        form.chunking = text(e.chunking());
        form.bounceVerification = text(e.bounceVerification());
        form.bounceProfile = e.bounceProfile() == null ? "" : e.bounceProfile();
        return form;
    }

    static DestinationForm of(DestinationProfile d) {
        DestinationForm form = blank(d);
        form.domain = "Default";
        form.concurrentConnectionsUseDefault = "false";
        form.messagesPerConnectionUseDefault = "false";
        form.recipientsUseDefault = "false";
        form.ipAddressPreference = d.ipAddressPreference().name();
        form.limitType = d.limitType().name();
        form.limitApply = d.limitApply().name();
        form.tls = d.tls().name();
        form.dane = d.dane().name();
        form.chunking = String.valueOf(d.chunking());
        form.bounceVerification = String.valueOf(d.bounceVerification());
        form.bounceProfile = d.bounceProfile();
        return form;
    }

    /// Takes one field's value from another form.
    void take(DestinationField field, DestinationForm other) {
        switch (field) {
            case IP_ADDRESS_PREFERENCE -> ipAddressPreference = other.ipAddressPreference;
            case CONCURRENT_CONNECTIONS -> {
                concurrentConnectionsUseDefault = other.concurrentConnectionsUseDefault;
                concurrentConnections = other.concurrentConnections;
            }
            case MESSAGES_PER_CONNECTION -> {
                messagesPerConnectionUseDefault = other.messagesPerConnectionUseDefault;
                messagesPerConnection = other.messagesPerConnection;
            }
            case RECIPIENTS -> {
                recipientsUseDefault = other.recipientsUseDefault;
                recipients = other.recipients;
                minutes = other.minutes;
            }
            case LIMIT_TYPE -> limitType = other.limitType;
            case LIMIT_APPLY -> limitApply = other.limitApply;
            case TLS -> tls = other.tls;
            case DANE -> dane = other.dane;
            case CHUNKING -> chunking = other.chunking;
            case BOUNCE_VERIFICATION -> bounceVerification = other.bounceVerification;
            case BOUNCE_PROFILE -> bounceProfile = other.bounceProfile;
        }
    }

    private static String text(@Nullable Enum<?> word) {
        return word == null ? "" : word.name();
    }

    private static String text(@Nullable Boolean truth) {
        return truth == null ? "" : truth.toString();
    }

    /// The entry as far as it can be read; what cannot is absent from it and has a fault beside its field.
    DestinationEntry entry(BindingResult faults) {
        DomainPattern pattern = pattern(faults);
        return new DestinationEntry(
                pattern == null ? DomainPattern.parse("invalid") : pattern,
                word(IpAddressPreference.class, "ipAddressPreference", ipAddressPreference, faults),
                own("concurrentConnections", concurrentConnectionsUseDefault, faults)
                        ? number("concurrentConnections", concurrentConnections, faults)
                        : null,
                own("messagesPerConnection", messagesPerConnectionUseDefault, faults)
                        ? number("messagesPerConnection", messagesPerConnection, faults)
                        : null,
                own("recipients", recipientsUseDefault, faults) ? limit(faults) : null,
                word(LimitType.class, "limitType", limitType, faults),
                word(LimitApply.class, "limitApply", limitApply, faults),
                word(TlsSupport.class, "tls", tls, faults),
                word(DaneSupport.class, "dane", dane, faults),
                truth("bounceVerification", bounceVerification, faults),
                bounceProfile.isEmpty() ? null : bounceProfile,
                truth("chunking", chunking, faults));
    }

    private @Nullable DomainPattern pattern(BindingResult faults) {
        try {
            return DomainPattern.parse(domain);
        } catch (IllegalArgumentException e) {
            faults.rejectValue(
                    "domain",
                    "destinations.fault.domain",
                    "Destination must be a domain such as example.com, or .example.com for its subdomains.");
            return null;
        }
    }

    private @Nullable RecipientLimit limit(BindingResult faults) {
        Integer count = number("recipients", recipients, faults);
        Integer span = number("minutes", minutes, faults);
        return count == null || span == null ? null : new RecipientLimit(count, span);
    }

    /// @param field beside which a word is refused that nobody offered
    private static boolean own(String field, String useDefault, BindingResult faults) {
        return !Boolean.TRUE.equals(truth(field, useDefault, faults));
    }

    private static @Nullable Boolean truth(String field, String text, BindingResult faults) {
        if (!TRUTHS.contains(text)) {
            faults.rejectValue(field, "destinations.fault.choice", "Choose one of the values offered.");
        }
        return text.isEmpty() ? null : Boolean.valueOf(text);
    }

    static @Nullable Integer number(String field, String text, BindingResult faults) {
        try {
            return Integer.valueOf(text.strip().replaceAll("[,.](?=\\d{3}\\b)", ""));
        } catch (NumberFormatException e) {
            faults.rejectValue(
                    field,
                    "destinations.fault.number." + field,
                    new Object[] {text},
                    "A whole number is expected; you entered ''{0}''.");
            return null;
        }
    }

    private static <E extends Enum<E>> @Nullable E word(
            Class<E> type, String field, String text, BindingResult faults) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            faults.rejectValue(field, "destinations.fault.choice", "Choose one of the values offered.");
            return null;
        }
    }

    public String getDomain() {
        return domain;
    }

    public void setDomain(String domain) {
        this.domain = domain;
    }

    public String getConcurrentConnectionsUseDefault() {
        return concurrentConnectionsUseDefault;
    }

    public void setConcurrentConnectionsUseDefault(String concurrentConnectionsUseDefault) {
        this.concurrentConnectionsUseDefault = concurrentConnectionsUseDefault;
    }

    public String getMessagesPerConnectionUseDefault() {
        return messagesPerConnectionUseDefault;
    }

    public void setMessagesPerConnectionUseDefault(String messagesPerConnectionUseDefault) {
        this.messagesPerConnectionUseDefault = messagesPerConnectionUseDefault;
    }

    public String getRecipientsUseDefault() {
        return recipientsUseDefault;
    }

    public void setRecipientsUseDefault(String recipientsUseDefault) {
        this.recipientsUseDefault = recipientsUseDefault;
    }

    public long getVersion() {
        return version;
    }

    public void setVersion(long version) {
        this.version = version;
    }
}
