package org.danegate.wording;

/// Where a fault is, as far as that is known.
///
/// @param entry identifies the object among many of its kind, such as the domain of a destination; empty for none
/// @param field dotted path such as `destinationControls.destinations[0].dane`, or a field of a form; empty for none
/// @param line line of a file, 1 for the first; 0 for none
public record Place(String entry, String field, int line) {

    /// Nowhere in particular.
    public static final Place NONE = new Place("", "", 0);
}
