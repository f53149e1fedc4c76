package dev.countersign.ui.guard;

import dev.countersign.run.Scripts;
import dev.countersign.run.Session;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.List;

/// The scripts of an open session.
public final class SessionScripts implements ScriptsSource {
    private final Session session;
    private final String user;

    /// @param user in whose name scripts are approved
    public SessionScripts(Session session, String user) {
        this.session = session;
        this.user = user;
    }

    @Override
    public List<Scripts.Listed> list() throws IOException {
        return session.scripts().list();
    }

    @Override
    public Scripts.Difference difference(String name) throws IOException {
        return session.scripts().difference(name);
    }

    @Override
    public void approve(String name, Sha256 hash) throws IOException {
        session.scripts().approve(name, hash, user);
    }

    @Override
    public void revoke(String name) throws IOException {
        session.scripts().revoke(name, user);
    }
}
