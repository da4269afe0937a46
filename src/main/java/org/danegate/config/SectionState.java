package org.danegate.config;

/// A section other than the destination entries, as a form was filled from it.
///
/// @param name key of the policy file, such as `dns`
public record SectionState(String name, long version, String changedBy) {}
