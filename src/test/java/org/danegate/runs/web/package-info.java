/// Tests of the pages of daneverify for many domains.
@NullMarked
package org.danegate.runs.web;

import org.jspecify.annotations.NullMarked;
