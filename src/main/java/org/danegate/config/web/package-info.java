/// The pages and the API of the configuration room.
/// May enter: controllers, form records, templates' models. May not enter: rules about the policy.
@NullMarked
package org.danegate.config.web;

import org.jspecify.annotations.NullMarked;
