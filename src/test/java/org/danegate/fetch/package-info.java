/// Tests of HTTPS requests to servers that others name.
@NullMarked
package org.danegate.fetch;

import org.jspecify.annotations.NullMarked;
