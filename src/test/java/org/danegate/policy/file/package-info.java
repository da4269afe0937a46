/// Tests of the policy file. May enter: files, faults by line, round trips.
@org.jspecify.annotations.NullUnmarked
package org.danegate.policy.file;
