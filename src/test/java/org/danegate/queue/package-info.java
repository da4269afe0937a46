/// Tests of the queue: a contract that every store keeps, and what is special to one store.
/// May enter: contract cases, recovery and crash cases.
@org.jspecify.annotations.NullUnmarked
package org.danegate.queue;
