/// What the other rooms say to people, by code: sentences, and faults with their places. Each room keeps the texts of
/// its own codes in its own bundle, `messages/<first part of the code>`, in every language. No rule of any room
/// enters here.
@org.springframework.modulith.ApplicationModule(
        displayName = "Wording",
        allowedDependencies = {})
@NullMarked
package org.danegate.wording;

import org.jspecify.annotations.NullMarked;
