/// Pages and addresses of the history: Overview, Reports, their charts and files, and the API.
/// May enter: what turns figures into words, numbers and pictures. May not enter: recording and storing.
@NullMarked
package org.danegate.history.web;

import org.jspecify.annotations.NullMarked;
