/// The page Monitor > daneverify and its address for scripts. May enter: code that hands lines and evidence to a
/// browser or script. May not enter: steps of a verification.
@NullMarked
package org.danegate.verify.web;

import org.jspecify.annotations.NullMarked;
