package org.danegate.config;

/// The author and the subject of a change.
///
/// @param what subject for the audit log
/// @param prefix fields that are checked now; faults of other fields are left for the commit
public record Submit(String user, String what, String prefix) {}
