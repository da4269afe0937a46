/// Pages and API of destinations.
/// May enter: controllers, forms, templates' models. May not enter: rules about the policy.
@NullMarked
package org.danegate.destinations.web;

import org.jspecify.annotations.NullMarked;
