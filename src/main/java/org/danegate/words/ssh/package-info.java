/// Words over SSH, when `danegate.ssh.port` is set: a word as a command, or a shell for words. All sessions live in the
/// server's own process, so nothing else of SSH is offered: no forwarding, no subsystems, no file transfer.
/// May enter: SSH sessions and their terminals. May not enter: what words do, or who may sign in.
@NullMarked
package org.danegate.words.ssh;

import org.jspecify.annotations.NullMarked;
