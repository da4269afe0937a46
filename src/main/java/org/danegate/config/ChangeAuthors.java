package org.danegate.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who submitted each difference, if a row of the working copy records it.
///
/// @param ofDestinations by domain
/// @param ofSections by key of the policy file
public record ChangeAuthors(Map<String, String> ofDestinations, Map<String, String> ofSections) {

    /// Who submitted an object; null when no row records it.
    public @Nullable String of(PolicyObject object) {
        return object.kind() == PolicyObject.Kind.DESTINATION
                ? ofDestinations.get(object.name())
                : ofSections.get(object.kind().section());
    }
}
