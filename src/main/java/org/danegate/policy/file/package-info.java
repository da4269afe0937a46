/// The policy file: YAML (and so JSON) to policy and back, each fault with its line.
/// May enter: reading and writing of the file. May not enter: rules about values, which belong to the policy room.
@org.springframework.modulith.NamedInterface("file")
@NullMarked
package org.danegate.policy.file;

import org.jspecify.annotations.NullMarked;
