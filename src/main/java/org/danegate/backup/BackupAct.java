package org.danegate.backup;

import java.io.IOException;
import java.util.List;
import org.danegate.control.Answer;
import org.danegate.control.ControlAct;
import org.danegate.event.AdministratorActs;

/// Sends a backup of the running server to the command, which writes it where its user may write.
final class BackupAct implements ControlAct {

    private final Backup backup;
    private final AdministratorActs acts;

    BackupAct(Backup backup, AdministratorActs acts) {
        this.backup = backup;
        this.acts = acts;
    }

    @Override
    public String name() {
        return BackupWriting.ACT;
    }

    @Override
    public int run(List<String> arguments, String user, Answer answer) throws IOException {
        Manifest manifest = backup.write(answer.data());
        acts.publish(user, "took a backup of " + manifest.files().size() + " files");
        return 0;
    }
}
