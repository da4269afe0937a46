/// The page Mail Policies > Bounce Verification and its address for scripts.
/// May enter: what hands the list of keys to a browser or script. May not enter: secrets of keys.
@NullMarked
package org.danegate.tagging.web;

import org.jspecify.annotations.NullMarked;
