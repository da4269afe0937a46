/// The product as a person meets it: the packaged jar with the practice network, driven by real Chromium.
/// May enter: walks through pages, screenshots, accessibility checks.
@org.jspecify.annotations.NullUnmarked
package org.danegate.e2e;
