/// The page System Administration > Nodes and its twin for scripts.
/// May enter: controllers of a few lines and the wording of values. May not enter: what is wrong with a node.
@NullMarked
package org.danegate.fleet.web;

import org.jspecify.annotations.NullMarked;
