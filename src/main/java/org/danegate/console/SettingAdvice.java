package org.danegate.console;

import java.util.List;

/// Advice that a room gives beside a setting on a page of another room, such as how much depends on it.
@FunctionalInterface
public interface SettingAdvice {

    /// Sentences for people; empty when the room has nothing to say.
    ///
    /// @param setting as in the policy file, such as `dns.sha1Signatures`
    List<String> beside(String setting);
}
