package org.danegate.sections.web;

import org.danegate.config.WorkingPolicy;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/// Finds what the address of a section's page names in the working copy.
@Component
class SectionPlaces {

    private final WorkingPolicy working;

    SectionPlaces(WorkingPolicy working) {
        this.working = working;
    }

    /// @throws ResponseStatusException 404 when no section has such a page
    static PolicySection section(String menu, String page) {
        return PolicySection.at(menu, page).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /// @param listener name of a listener; empty for the first one, and for sections that exist once
    /// @throws ResponseStatusException 404 when there is no such listener
    SectionPlace place(PolicySection section, String listener) {
        return SectionPlace.of(section, working.policy(), listener)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /// Whether a page belongs to a listener that no longer exists.
    boolean gone(PolicySection section, String listener) {
        return section.ofListener()
                && !listener.isEmpty()
                && SectionPlace.of(section, working.policy(), listener).isEmpty();
    }

    /// The version of a section, with which its forms detect a stale edit.
    long version(PolicySection section) {
        return working.section(section.section()).version();
    }
}
