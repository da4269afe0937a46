package org.danegate.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/// The host names that the console answers to. A site whose name was made to lead here (DNS rebinding) would have its
/// own scripts talk to the console from an administrator's browser. Addresses are nobody's name and always good, as
/// are names of the machine itself; every other one is named in `danegate.console.hosts`.
final class ConsoleNames {

    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]{2,45}]");

    private final Set<String> names = new HashSet<>();

    /// @param own names that are known without a setting, blank ones are left out
    /// @param named those of the setting; `*` for every name
    ConsoleNames(List<String> own, List<String> named) {
        own.stream().map(ConsoleNames::plain).filter(name -> !name.isEmpty()).forEach(names::add);
        named.stream().map(ConsoleNames::plain).filter(name -> !name.isEmpty()).forEach(names::add);
    }

    /// What the system calls this machine, with and without its domain.
    static List<String> ofTheMachine() {
        try {
            InetAddress self = InetAddress.getLocalHost();
            return List.of(self.getHostName(), self.getCanonicalHostName());
        } catch (UnknownHostException nameless) {
            return List.of();
        }
    }

    /// Whether the console answers to the name that a request asks for; one that asks for none is answered.
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
                || names.contains("*");
    }

    private static String plain(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
