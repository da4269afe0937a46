/// The rules of the Advisor: what a session showed of its protection, and which change of a destination's settings the
/// counted sessions and the last look at the domain speak for. Pure: values in, values out.
/// May enter: facts, advice, drafts, the fallback ledger. May not enter: lookups, storage, clocks.
@org.springframework.modulith.ApplicationModule(
        displayName = "Advice rules",
        allowedDependencies = {"address", "event", "policy", "dane", "dns :: answer", "sts", "wording"})
@NullMarked
package org.danegate.advice;

import org.jspecify.annotations.NullMarked;
