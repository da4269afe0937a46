package org.danegate.sections.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.Policy;

/// Where a list of a section stands in a policy: sender groups stand in each listener, the others once.
///
/// @param path such as `smtpRoutes` or `listeners[1].senderGroups`
/// @param listener name of the listener that it belongs to, empty for none
public record SectionPlace(PolicySection section, String path, String listener) {

    /// @param listener name of a listener; empty for the first one, and for sections that stand once
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

    /// The place of a section that stands once.
    static SectionPlace of(PolicySection section) {
        return new SectionPlace(section, section.path(0), "");
    }

    /// What an address carries to say which listener is meant; empty where none is.
    public String query() {
        return listener.isEmpty() ? "" : "?listener=" + URLEncoder.encode(listener, StandardCharsets.UTF_8);
    }

    /// Address of the list.
    String address() {
        return section.address() + query();
    }
}
