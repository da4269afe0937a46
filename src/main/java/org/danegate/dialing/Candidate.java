package org.danegate.dialing;

import java.util.function.Supplier;

/// A host of a route that is not looked up yet.
///
/// @param name host name or address as text
/// @param look looks it up and plans it; blocks
record Candidate(String name, Supplier<Hop> look) {}
