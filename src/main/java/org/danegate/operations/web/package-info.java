/// Pages and addresses of the delivery queue: Monitor > Delivery Queue and `/api/v1/queue`.
/// May enter: controllers and the wording of waiting mail. May not enter: actions on it.
@NullMarked
package org.danegate.operations.web;

import org.jspecify.annotations.NullMarked;
