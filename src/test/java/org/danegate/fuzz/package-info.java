/// What fuzz targets share. A target is a class `…Fuzz` next to the parser that it tests, with a method that takes
/// the octets of a case; `src/fuzz/run` hunts with it, and [org.danegate.fuzz.FuzzCasesTest] replays the cases that
/// are kept.
@org.jspecify.annotations.NullMarked
package org.danegate.fuzz;
