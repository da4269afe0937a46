package org.danegate.policy.file;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Policy;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// The configuration of an appliance, as *Save Configuration* writes it: XML with the root `config`. Only elements
/// with a publicly known meaning are imported: DNS servers (`dns/local_dns/dns_ip`, `dns/alt_dns/alt_dns_domain`) and
/// bounce profiles (`bounce_profiles/bounce_profile`). Destination Controls and SMTP routes have their own files on
/// the appliance.
public final class ApplianceConfiguration {

    /// The appliance's own document type: only a name. The parser refuses any other.
    private static final Pattern DOCTYPE =
            Pattern.compile("<!DOCTYPE\\s+config\\s+SYSTEM\\s+\"[\\w.-]*\"\\s*>", Pattern.CASE_INSENSITIVE);

    private static final Pattern START =
            Pattern.compile("\\s*(<\\?xml\\s|<!DOCTYPE\\s|<config[\\s>])", Pattern.CASE_INSENSITIVE);
    /// The most characters of a configuration; appliances use a tenth of this.
    private static final int MOST_CHARACTERS = 8_000_000;

    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

    private final List<Wording> said = new ArrayList<>();

    private ApplianceConfiguration() {}

    /// The result of reading.
    ///
    /// @param policy the policy with everything that could be imported; null when nothing could
    /// @param said what was imported and what was not, or why nothing could be; sentences
    public record Reading(@Nullable Policy policy, List<Wording> said) {
        public Reading {
            said = List.copyOf(said);
        }
    }

    /// Whether a text is XML, and not a table or a policy file.
    public static boolean recognised(String text) {
        return START.matcher(text.startsWith("\uFEFF") ? text.substring(1) : text)
                .lookingAt();
    }

    /// Imports what is known from a configuration.
    ///
    /// @param now the policy that provides all the rest
    public static Reading read(String text, Policy now) {
        return new ApplianceConfiguration().taken(text, now);
    }

    private Reading taken(String text, Policy now) {
        if (text.length() > MOST_CHARACTERS) {
            return new Reading(null, List.of(Wording.of("policy.file.characters", text.length(), MOST_CHARACTERS)));
        }
        Element config;
        try {
            config = parsed(text);
        } catch (SAXException | IOException unreadable) {
            return new Reading(
                    null, List.of(Wording.of("policy.appliance.unreadable", String.valueOf(unreadable.getMessage()))));
        }
        if (!config.getTagName().equals("config")) {
            return new Reading(null, List.of(Wording.of("policy.appliance.other", config.getTagName())));
        }
        DnsSettings dns = dns(config, now.dns());
        List<BounceProfile> profiles = profiles(config, now.bounceProfiles());
        if (said.isEmpty()) {
            return new Reading(null, List.of(Wording.of("policy.appliance.nothing")));
        }
        said.add(Wording.of("policy.appliance.rest"));
        return new Reading(
                new Policy(
                        dns,
                        now.destinationControls(),
                        now.smtpRoutes(),
                        profiles,
                        now.listeners(),
                        now.mailFlowPolicies(),
                        now.recipientAccess(),
                        now.logSubscriptions(),
                        now.virtualGateways(),
                        now.alerts()),
                said);
    }

    /// Parses without a document type: no entity is ever declared, so the parser expands none and fetches nothing.
    private static Element parsed(String text) throws SAXException, IOException {
        String own = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(
                            new StringReader(DOCTYPE.matcher(own.strip()).replaceFirst(""))))
                    .getDocumentElement();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("the parser of the JDK has these features", impossible);
        }
    }

    private DnsSettings dns(Element config, DnsSettings now) {
        List<DnsSettings.Server> servers = new ArrayList<>();
        List<DnsSettings.AlternateServer> alternate = new ArrayList<>();
        for (Element dns : children(config, "dns")) {
            for (Element local : children(dns, "local_dns")) {
                children(local, "dns_ip")
                        .forEach(ip -> servers.add(new DnsSettings.Server(
                                ip.getTextContent().strip(),
                                53,
                                number(ip.getAttribute("priority")).orElse(0))));
            }
            for (Element alt : children(dns, "alt_dns")) {
                children(alt, "alt_dns_domain").forEach(domain -> alternate(domain, alternate));
            }
        }
        if (servers.isEmpty() && alternate.isEmpty()) {
            return now;
        }
        said.add(Wording.of("policy.appliance.dns", servers.size(), alternate.size()));
        return new DnsSettings(
                servers.isEmpty() ? now.servers() : servers,
                servers.isEmpty() ? now.secondaryServers() : List.of(),
                alternate.isEmpty() ? now.alternateServers() : alternate,
                servers.isEmpty() && now.useRootServers(),
                now.timeout(),
                now.trustAnchorFile());
    }

    private void alternate(Element entry, List<DnsSettings.AlternateServer> into) {
        String name = text(entry, "dns_domain").orElse("");
        try {
            DomainName domain = DomainName.parse(name);
            children(entry, "nameserver")
                    .forEach(server -> text(server, "ip")
                            .ifPresent(ip -> into.add(new DnsSettings.AlternateServer(domain, ip, 53))));
        } catch (IllegalArgumentException noDomain) {
            said.add(Wording.of("policy.appliance.left-out", "alt_dns_domain", name));
        }
    }

    private List<BounceProfile> profiles(Element config, List<BounceProfile> now) {
        Map<String, BounceProfile> profiles = new LinkedHashMap<>();
        now.forEach(profile -> profiles.put(profile.name(), profile));
        int read = 0;
        for (Element list : children(config, "bounce_profiles")) {
            for (Element entry : children(list, "bounce_profile")) {
                BounceProfile profile = profile(entry);
                if (profile != null) {
                    profiles.put(profile.name(), profile);
                    read++;
                }
            }
        }
        if (read > 0) {
            said.add(Wording.of("policy.appliance.bounce", read));
        }
        return List.copyOf(profiles.values());
    }

    /// Times there are in seconds. A missing value is that of Danegate's default profile.
    private @Nullable BounceProfile profile(Element entry) {
        BounceProfile d = BounceProfile.defaults();
        String name = text(entry, "bounce_profile_name").orElse("");
        if (name.isEmpty()) {
            said.add(Wording.of("policy.appliance.left-out", "bounce_profile", name));
            return null;
        }
        return new BounceProfile(
                name.equalsIgnoreCase(BounceProfile.DEFAULT_NAME) ? BounceProfile.DEFAULT_NAME : name,
                count(entry, "max_retries", d.maxRetries()),
                seconds(entry, "max_queue_lifetime", d.maxTimeInQueue()),
                seconds(entry, "initial_retry", d.initialRetry()),
                seconds(entry, "max_retry_time", d.maxRetryInterval()),
                truth(entry, "send_bounces", d.sendHardBounces()),
                truth(entry, "send_warnings", d.sendDelayWarnings()),
                seconds(entry, "send_warnings_interval", d.delayWarningAfter()),
                count(entry, "send_warnings_count", d.delayWarningCount()),
                text(entry, "alternate_bounce_address").map(this::address).orElse(null));
    }

    private @Nullable MailAddress address(String text) {
        try {
            return MailAddress.parse(text);
        } catch (IllegalArgumentException none) {
            said.add(Wording.of("policy.appliance.left-out", "alternate_bounce_address", text));
            return null;
        }
    }

    private int count(Element entry, String name, int otherwise) {
        return value(entry, name).flatMap(ApplianceConfiguration::number).orElse(otherwise);
    }

    private Duration seconds(Element entry, String name, Duration otherwise) {
        return value(entry, name)
                .flatMap(ApplianceConfiguration::number)
                .map(Duration::ofSeconds)
                .orElse(otherwise);
    }

    private boolean truth(Element entry, String name, boolean otherwise) {
        return value(entry, name)
                .map(text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "1", "yes", "true", "on", "enabled" -> true;
                    case "0", "no", "false", "off", "disabled" -> false;
                    default -> otherwise;
                })
                .orElse(otherwise);
    }

    /// A value whose words Danegate does not know is reported and not imported.
    private Optional<String> value(Element entry, String name) {
        Optional<String> text = text(entry, name);
        text.filter(t -> !t.toLowerCase(Locale.ROOT).matches("\\d{1,9}|yes|no|true|false|on|off|enabled|disabled"))
                .ifPresent(t -> said.add(Wording.of("policy.appliance.left-out", name, t)));
        return text;
    }

    private static Optional<Integer> number(String text) {
        return DIGITS.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Optional<String> text(Element parent, String name) {
        return children(parent, name).stream()
                .findFirst()
                .map(child -> child.getTextContent().strip())
                .filter(text -> !text.isEmpty());
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }
}
