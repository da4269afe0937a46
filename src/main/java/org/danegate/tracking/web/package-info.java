/// Pages and addresses of Message Tracking. May enter: what turns tracked events into words. May not enter: the index.
@NullMarked
package org.danegate.tracking.web;

import org.jspecify.annotations.NullMarked;
