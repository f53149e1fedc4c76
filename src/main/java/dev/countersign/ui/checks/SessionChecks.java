package dev.countersign.ui.checks;

import dev.countersign.run.ChecksFile;
import dev.countersign.run.Session;
import dev.countersign.run.WorkspaceCheck;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Scale;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The checks of a session's workspace.
public final class SessionChecks implements ChecksSource {
    private final Session session;

    public SessionChecks(Session session) {
        this.session = session;
    }

    @Override
    public Listed read() {
        ChecksFile file = session.checks();
        return new Listed(file.commands(), file.isChosen(), file.scale());
    }

    @Override
    public void save(Optional<String> was, CheckCommand check) {
        was.ifPresentOrElse(name -> session.checks().replace(name, check), () -> session.checks().set(check));
    }

    @Override
    public void remove(String name) {
        session.checks().remove(name);
    }

    @Override
    public void keep() {
        session.checks().keep();
    }

    @Override
    public void forget() {
        session.checks().forget();
    }

    @Override
    public void weigh(Scale scale) {
        session.checks().weigh(scale);
    }

    @Override
    public Verification run(Optional<String> only, Verifier.Listener listener, Progress progress) throws IOException {
        return session.verify(new WorkspaceCheck.Request(List.of(), false, only.map(Verifier.Effort::only).orElse(Verifier.Effort.FRESH), only), listener,
                progress);
    }
}
