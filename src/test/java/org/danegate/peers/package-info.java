/// The packaged jar with third-party peers on loopback: NSD, unbound and Postfix as Debian packages.
/// May enter: tests against programs that are not ours.
@org.jspecify.annotations.NullUnmarked
package org.danegate.peers;
