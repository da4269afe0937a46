/// The pages of runs over many domains and their addresses for scripts. May enter: forms, lists and files of results.
/// May not enter: verification, comparison, storage.
@NullMarked
package org.danegate.runs.web;

import org.jspecify.annotations.NullMarked;
