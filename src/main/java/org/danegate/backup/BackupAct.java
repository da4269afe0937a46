package org.danegate.backup;

import java.io.IOException;
import org.danegate.control.Caller;
import org.danegate.control.ControlAct;
import org.danegate.control.Request;
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
    public boolean isMeantBy(String word) {
        return word.equals(BackupWriting.ACT);
    }

    @Override
    public int run(Request request, Caller caller) throws IOException {
        boolean tracking = request.words().contains(BackupWriting.WITH_TRACKING);
        Manifest manifest = backup.withTracking(tracking).write(caller.data());
        acts.publish(caller.user(), "took a backup of " + manifest.files().size() + " files");
        return 0;
    }
}
