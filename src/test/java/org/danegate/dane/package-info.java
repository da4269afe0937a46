/// Tests of the DANE decision. May enter: tables, vectors and certificate cases; no sockets.
@org.jspecify.annotations.NullUnmarked
package org.danegate.dane;
