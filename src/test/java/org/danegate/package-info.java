/// Tests of the whole: architecture rules. May enter: rules about all rooms.
@org.jspecify.annotations.NullUnmarked
package org.danegate;
