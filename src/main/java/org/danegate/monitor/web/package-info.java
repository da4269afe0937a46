/// Pages and addresses of Delivery Status: controllers, the CSV file, the live stream and the API.
/// May enter: what turns counters into words and numbers on a page. May not enter: counting.
@NullMarked
package org.danegate.monitor.web;

import org.jspecify.annotations.NullMarked;
