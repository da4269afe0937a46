package org.danegate.certificate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.danegate.address.DomainName;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// An administrator's request to generate a key and a certificate, as typed.
///
/// @param commonName a host name
/// @param names further host names, on separate lines or separated by commas
/// @param organisation may be empty
/// @param days validity of the self-signed certificate in days, 1 to 3,650
public record CertificateRequest(KeyKind key, String commonName, String names, String organisation, String days) {

    static final int MOST_DAYS = 3650;
    private static final int MOST_NAMES = 100;
    private static final int LONGEST = 64;

    /// All host names, the common name first.
    List<String> hostNames() {
        Set<String> all = new LinkedHashSet<>();
        if (!commonName.isBlank()) {
            all.add(ascii(commonName));
        }
        Arrays.stream(names.split("[\\s,]+"))
                .filter(n -> !n.isBlank())
                .map(CertificateRequest::ascii)
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static String ascii(String name) {
        String text = name.strip();
        String star = text.startsWith("*.") ? "*." : "";
        try {
            return star + DomainName.parse(text.substring(star.length())).ascii();
        } catch (IllegalArgumentException told) {
            return text;
        }
    }

    /// The content of the certificate; only for a request without faults.
    CertificateMaking.Wish wish() {
        List<String> hosts = hostNames();
        return new CertificateMaking.Wish(
                key, hosts.getFirst(), organisation.strip(), hosts, Duration.ofDays(validDays()));
    }

    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        hostFaults(faults);
        if (organisation.strip().length() > LONGEST || organisation.matches(".*\\p{Cntrl}.*")) {
            faults.add(Fault.error("organisation", Wording.of("certificate.fault.organisation")));
        }
        if (validDays() < 0) {
            faults.add(Fault.error("days", Wording.of("certificate.fault.days", days.strip())));
        }
        return faults;
    }

    private void hostFaults(List<Fault> faults) {
        if (!isHost(commonName.strip())) {
            faults.add(Fault.error("commonName", Wording.of("certificate.fault.host", commonName.strip())));
        } else if (ascii(commonName).length() > LONGEST) {
            // RFC 5280 appendix A: ub-common-name.
            faults.add(Fault.error("commonName", Wording.of("certificate.fault.long")));
        }
        hostNames().stream()
                .filter(n -> !n.equals(ascii(commonName)) && !isHost(n))
                .findFirst()
                .ifPresent(n -> faults.add(Fault.error("names", Wording.of("certificate.fault.host", n))));
        if (hostNames().size() > MOST_NAMES) {
            faults.add(Fault.error("names", Wording.of("certificate.fault.many", String.valueOf(MOST_NAMES))));
        }
    }

    /// Days as a number; -1 when it is not a number or out of range.
    int validDays() {
        if (!days.strip().matches("[0-9]{1,5}")) {
            return -1;
        }
        int number = Integer.parseInt(days.strip());
        return number < 1 || number > MOST_DAYS ? -1 : number;
    }

    private static boolean isHost(String name) {
        try {
            String host = name.startsWith("*.") ? name.substring(2) : name;
            return DomainName.parse(host).ascii().matches("[a-z0-9-]+(\\.[a-z0-9-]+)*");
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }
}
