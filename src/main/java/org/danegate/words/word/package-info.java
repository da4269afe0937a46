/// The words themselves: arguments as picocli command classes, texts in the appliance's form, JSON.
/// May enter: one class for each word. May not enter: doors, or what another room decides.
@NullMarked
package org.danegate.words.word;

import org.jspecify.annotations.NullMarked;
