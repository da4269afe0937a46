/// The pages of access: sign-in, users, API tokens, the own password.
/// May enter: controllers of a few lines and their form objects. May not enter: rules; these stand in the room itself.
@NullMarked
package org.danegate.access.web;

import org.jspecify.annotations.NullMarked;
