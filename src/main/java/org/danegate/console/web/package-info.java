/// The pages of the frame itself: the target of `/`, and the answer to a browser or a script when a request fails.
/// May enter: controllers of a few lines. May not enter: pages of other rooms.
@NullMarked
package org.danegate.console.web;

import org.jspecify.annotations.NullMarked;
