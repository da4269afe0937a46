/// The page Mail Policies > MTA-STS Policies and its addresses for scripts.
/// May enter: what hands kept policies to a browser or script.
@NullMarked
package org.danegate.published.web;

import org.jspecify.annotations.NullMarked;
