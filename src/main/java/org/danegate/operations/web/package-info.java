/// Pages and addresses of the delivery queue: Monitor > Delivery Queue and `/api/v1/queue`.
/// May enter: controllers and how waiting mail reads. May not enter: what is done to it.
@NullMarked
package org.danegate.operations.web;

import org.jspecify.annotations.NullMarked;
