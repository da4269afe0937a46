/// The training run: a start that works for some seconds against the practice network and ends. Java records it in an
/// ahead-of-time cache (JEP 514, JEP 515), from which later starts take their classes and the profiles of the methods
/// that mail needs, so that they are ready sooner and fast from the first message on.
/// May enter: what such a run does. May not enter: anything that the server needs when it works.
@org.springframework.modulith.ApplicationModule(
        displayName = "Training run",
        allowedDependencies = {"event"})
@NullMarked
package org.danegate.training;

import org.jspecify.annotations.NullMarked;
