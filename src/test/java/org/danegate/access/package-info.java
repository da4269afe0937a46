/// Tests of access: rules by address, method and role with the real filters, users on a real database, the throttle.
/// May enter: what administrators, roles, sign-in and tokens may and may not do.
@org.jspecify.annotations.NullUnmarked
package org.danegate.access;
