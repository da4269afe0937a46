/// The page System Administration > System Status and its twin for scripts.
/// May enter: controllers of a few lines and the wording of values. May not enter: collecting them.
@NullMarked
package org.danegate.status.web;

import org.jspecify.annotations.NullMarked;
