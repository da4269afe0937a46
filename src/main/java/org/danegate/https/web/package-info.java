/// The page Network > Console.
@NullMarked
package org.danegate.https.web;

import org.jspecify.annotations.NullMarked;
