/// The page Mail Policies > Advisor and its addresses for scripts.
/// May enter: what hands advice to a browser or script, and drafts to the working copy.
@NullMarked
package org.danegate.advisor.web;

import org.jspecify.annotations.NullMarked;
