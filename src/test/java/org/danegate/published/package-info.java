/// Tests of the search for published policies and of their store.
@NullMarked
package org.danegate.published;

import org.jspecify.annotations.NullMarked;
