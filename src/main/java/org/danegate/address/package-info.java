/// Names as mail and DNS write them: domain names and mailbox addresses. They are pure values without lookups.
/// May enter: parsing, comparing and showing of names. May not enter: anything that asks the network.
@org.springframework.modulith.ApplicationModule(
        displayName = "Addresses",
        allowedDependencies = {})
@NullMarked
package org.danegate.address;

import org.jspecify.annotations.NullMarked;
