/// How commands on the server's own host reach the running server: a socket in the data directory, which only the
/// server's user and root can open, and what both sides say to each other there. May enter: the socket, the request,
/// frames. May not enter: what an act does.
@org.springframework.modulith.ApplicationModule(
        displayName = "Control socket",
        allowedDependencies = {})
@NullMarked
package org.danegate.control;

import org.jspecify.annotations.NullMarked;
