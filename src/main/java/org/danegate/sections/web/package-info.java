/// Pages of the sections: a list and a form for each, or only a form. May enter: controllers, forms, templates' models.
/// May not enter: rules about the policy.
@NullMarked
package org.danegate.sections.web;

import org.jspecify.annotations.NullMarked;
