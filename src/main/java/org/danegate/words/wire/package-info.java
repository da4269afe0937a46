/// What a word's caller and the server say to each other, used by both sides.
/// May enter: names, the request, frames, and where the socket is. May not enter: what words do.
@org.springframework.modulith.NamedInterface("wire")
@NullMarked
package org.danegate.words.wire;

import org.jspecify.annotations.NullMarked;
