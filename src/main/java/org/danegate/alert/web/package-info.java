/// The page and the API of the alerts.
/// May enter: controllers of a few lines. May not enter: what raises alerts.
@NullMarked
package org.danegate.alert.web;

import org.jspecify.annotations.NullMarked;
