/// Pages of the mail logs: the list of subscriptions and the viewer of one log.
/// May enter: controllers of a few lines. May not enter: reading of files, wording of log lines.
@NullMarked
package org.danegate.maillog.web;

import org.jspecify.annotations.NullMarked;
