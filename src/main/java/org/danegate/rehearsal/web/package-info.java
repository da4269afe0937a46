/// Pages and addresses of the dry run.
@NullMarked
package org.danegate.rehearsal.web;

import org.jspecify.annotations.NullMarked;
