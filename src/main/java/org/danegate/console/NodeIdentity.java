package org.danegate.console;

/// How this node calls itself on pages.
///
/// @param node host name
/// @param version the product's version
public record NodeIdentity(String node, String version) {}
