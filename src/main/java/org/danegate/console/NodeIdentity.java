package org.danegate.console;

/// This node's identity as pages show it.
///
/// @param node host name
/// @param version the product's version
public record NodeIdentity(String node, String version) {}
