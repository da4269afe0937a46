/// The names of words, for the server and for the launcher that sends them.
/// May enter: names, and which argument is a file. May not enter: what words do.
@org.springframework.modulith.NamedInterface("wire")
@NullMarked
package org.danegate.words.wire;

import org.jspecify.annotations.NullMarked;
