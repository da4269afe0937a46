/// Pages of the access room: sign-in, users, API tokens, the user's own password.
/// May enter: controllers of a few lines and their form objects. May not enter: rules; they belong in the room itself.
@NullMarked
package org.danegate.access.web;

import org.jspecify.annotations.NullMarked;
