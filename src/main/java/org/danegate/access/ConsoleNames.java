package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/// The host names that the console answers to. With DNS rebinding, a site points its own name at this server, and its
/// scripts then talk to the console from an administrator's browser. Addresses belong to no site and are always
/// accepted, as are the machine's own names and those of the console's certificate. Every other name must be listed in
/// `danegate.console.hosts`.
final class ConsoleNames {

    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]{2,45}]");

    private final Set<String> names = new HashSet<>();
    private final Predicate<String> certified;

    /// @param own names known without a setting; blank ones are ignored
    /// @param named names from the setting; `*` for every name
    /// @param certified whether the certificate of the console's own HTTPS is valid for a name
    ConsoleNames(List<String> own, List<String> named, Predicate<String> certified) {
        this.certified = certified;
        own.stream().map(ConsoleNames::plain).filter(name -> !name.isEmpty()).forEach(names::add);
        named.stream().map(ConsoleNames::plain).filter(name -> !name.isEmpty()).forEach(names::add);
    }

    /// The system's names for this machine, with and without its domain.
    static List<String> ofTheMachine() {
        try {
            InetAddress self = InetAddress.getLocalHost();
            return List.of(self.getHostName(), self.getCanonicalHostName());
        } catch (UnknownHostException nameless) {
            return List.of();
        }
    }

    /// Whether the console answers to the requested host name; a request without one is answered.
    boolean answerTo(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.HOST) == null) {
            return true;
        }
        String name = plain(request.getServerName());
        return name.isEmpty()
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || ADDRESS.matcher(name).matches()
                || names.contains(name)
                || names.contains("*")
                || certified.test(name);
    }

    private static String plain(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
