/// The pages of the frame itself: where `/` leads, and what a browser or a script sees when a request fails.
/// May enter: controllers of a few lines. May not enter: pages of other rooms.
@NullMarked
package org.danegate.console.web;

import org.jspecify.annotations.NullMarked;
