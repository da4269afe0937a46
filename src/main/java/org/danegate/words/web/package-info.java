/// Words over HTTP.
/// May enter: the route. May not enter: what words do.
@NullMarked
package org.danegate.words.web;

import org.jspecify.annotations.NullMarked;
