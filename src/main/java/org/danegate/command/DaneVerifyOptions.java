package org.danegate.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.danegate.address.DomainName;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.jspecify.annotations.Nullable;

/// The options of a `daneverify` command line.
///
/// @param dns the policy file's settings, overridden by `--resolver` and `--trust-anchor`
record DaneVerifyOptions(DomainName domain, int port, boolean json, DnsSettings dns) {

    static DaneVerifyOptions read(List<String> args) throws WrongOptions {
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
                case "--resolver" -> servers.add(ResolverOption.server(value(word, words), servers.size()));
                case "--port" -> port = port(value(word, words));
                case "--json" -> json = true;
                default -> {
                    if (word.startsWith("-") || domain != null) {
                        throw new WrongOptions("unexpected argument: " + word);
                    }
                    domain = word;
                }
            }
        }
        if (domain == null) {
            throw new WrongOptions("daneverify needs a domain");
        }
        return new DaneVerifyOptions(name(domain), port, json, settings(policyFile, servers, anchor));
    }

    private static DnsSettings settings(
            @Nullable Path policyFile, List<DnsSettings.Server> servers, @Nullable Path anchor) throws WrongOptions {
        DnsSettings base =
                policyFile == null ? DnsSettings.defaults() : policy(policyFile).dns();
        Path anchorFile = anchor == null ? base.trustAnchorFile() : anchor;
        if (anchorFile != null && !Files.isReadable(anchorFile)) {
            throw WrongOptions.file("the trust anchor file cannot be read: " + anchorFile);
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

    private static Policy policy(Path file) throws WrongOptions {
        try {
            PolicyFile.Reading reading = PolicyFile.read(Files.readString(file));
            Policy policy = reading.policy();
            if (policy == null) {
                throw WrongOptions.file(reading.faults().getFirst().in(file.toString()));
            }
            return policy;
        } catch (IOException e) {
            throw WrongOptions.file("the policy file cannot be read: " + e.getMessage());
        }
    }

    /// The word after an option.
    static String value(String option, Iterator<String> words) throws WrongOptions {
        try {
            return words.next();
        } catch (NoSuchElementException e) {
            throw new WrongOptions(option + " needs a value");
        }
    }

    private static DomainName name(String text) throws WrongOptions {
        try {
            return DomainName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new WrongOptions("not a domain name: " + text);
        }
    }

    /// A port number in words of the command line, 1 to 65535.
    static int port(String text) throws WrongOptions {
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw new WrongOptions("not a port: " + text);
    }
}
