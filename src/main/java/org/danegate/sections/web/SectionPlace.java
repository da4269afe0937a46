package org.danegate.sections.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.Policy;

/// The place of a section's list in a policy: each listener has its own sender groups, the other lists exist once.
///
/// @param path such as `smtpRoutes` or `listeners[1].senderGroups`
/// @param listener name of the listener that it belongs to, empty for none
public record SectionPlace(PolicySection section, String path, String listener) {

    /// @param listener name of a listener; empty for the first one, and for sections that exist once
    /// @return empty when there is no such listener
    static Optional<SectionPlace> of(PolicySection section, Policy policy, String listener) {
        if (!section.ofListener()) {
            return Optional.of(of(section));
        }
        List<ListenerSettings> listeners = policy.listeners();
        for (int i = 0; i < listeners.size(); i++) {
            String name = listeners.get(i).name();
            if (listener.isEmpty() || name.equals(listener)) {
                return Optional.of(new SectionPlace(section, section.path(i), name));
            }
        }
        return Optional.empty();
    }

    /// The place of a section that exists once.
    static SectionPlace of(PolicySection section) {
        return new SectionPlace(section, section.path(0), "");
    }

    /// The query of an address that selects the listener; empty when no listener is selected.
    public String query() {
        return listener.isEmpty() ? "" : "?listener=" + URLEncoder.encode(listener, StandardCharsets.UTF_8);
    }

    /// Address of the list.
    String address() {
        return section.address() + query();
    }
}
