package org.danegate.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.address.DomainName;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.jspecify.annotations.Nullable;

/// The options of a `daneverify` command line.
///
/// @param dns the policy file's settings, overridden by `--resolver` and `--trust-anchor`
record DaneVerifyOptions(DomainName domain, int port, boolean json, DnsSettings dns) {

    /// Reports an error in the command line or in a file that it names.
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean usage;

        /// Reports an error in the command line.
        Wrong(String message) {
            this(message, true);
        }

        private Wrong(String message, boolean usage) {
            super(message);
            this.usage = usage;
        }

        /// Reports an error in a file that the command line names correctly.
        static Wrong file(String message) {
            return new Wrong(message, false);
        }

        /// Whether to print how the command is used.
        boolean usage() {
            return usage;
        }
    }

    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::(\\d{1,5}))?");
    private static final Pattern IPV4 = Pattern.compile("(\\d+\\.\\d+\\.\\d+\\.\\d+)(?::(\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)()?");

    static DaneVerifyOptions read(List<String> args) throws Wrong {
        Path policyFile = null;
        Path anchor = null;
        List<DnsSettings.Server> servers = new ArrayList<>();
        int port = 25;
        boolean json = false;
        String domain = null;
        Iterator<String> words = args.iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--policy-file" -> policyFile = Path.of(value(word, words));
                case "--trust-anchor" -> anchor = Path.of(value(word, words));
                case "--resolver" -> servers.add(server(value(word, words), servers.size()));
                case "--port" -> port = port(value(word, words));
                case "--json" -> json = true;
                default -> {
                    if (word.startsWith("-") || domain != null) {
                        throw new Wrong("unexpected argument: " + word);
                    }
                    domain = word;
                }
            }
        }
        if (domain == null) {
            throw new Wrong("daneverify needs a domain");
        }
        return new DaneVerifyOptions(name(domain), port, json, settings(policyFile, servers, anchor));
    }

    private static DnsSettings settings(
            @Nullable Path policyFile, List<DnsSettings.Server> servers, @Nullable Path anchor) throws Wrong {
        DnsSettings base =
                policyFile == null ? DnsSettings.defaults() : policy(policyFile).dns();
        Path anchorFile = anchor == null ? base.trustAnchorFile() : anchor;
        if (anchorFile != null && !Files.isReadable(anchorFile)) {
            throw Wrong.file("the trust anchor file cannot be read: " + anchorFile);
        }
        if (servers.isEmpty()) {
            return new DnsSettings(
                    base.servers(),
                    base.secondaryServers(),
                    base.alternateServers(),
                    base.useRootServers(),
                    base.timeout(),
                    anchorFile);
        }
        return new DnsSettings(servers, List.of(), List.of(), false, base.timeout(), anchorFile);
    }

    private static Policy policy(Path file) throws Wrong {
        try {
            PolicyFile.Reading reading = PolicyFile.read(Files.readString(file));
            Policy policy = reading.policy();
            if (policy == null) {
                throw Wrong.file(reading.faults().getFirst().in(file.toString()));
            }
            return policy;
        } catch (IOException e) {
            throw Wrong.file("the policy file cannot be read: " + e.getMessage());
        }
    }

    private static String value(String option, Iterator<String> words) throws Wrong {
        try {
            return words.next();
        } catch (NoSuchElementException e) {
            throw new Wrong(option + " needs a value");
        }
    }

    private static DomainName name(String text) throws Wrong {
        try {
            return DomainName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Wrong("not a domain name: " + text);
        }
    }

    private static DnsSettings.Server server(String text, int priority) throws Wrong {
        for (Pattern pattern : List.of(BRACKETED, IPV4, IPV6)) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.matches()) {
                String port = matcher.group(2);
                return new DnsSettings.Server(
                        address(matcher.group(1)), port == null || port.isEmpty() ? 53 : port(port), priority);
            }
        }
        throw new Wrong("not a resolver's address: " + text);
    }

    private static String address(String text) throws Wrong {
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            throw new Wrong("not a resolver's address: " + text);
        }
    }

    private static int port(String text) throws Wrong {
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw new Wrong("not a port: " + text);
    }
}
