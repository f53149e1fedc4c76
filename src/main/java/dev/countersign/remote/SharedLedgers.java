package dev.countersign.remote;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerOpener;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.entry.TransactionIds;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.ledger.store.LedgerLock;
import dev.countersign.ledger.store.OwnerOnly;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Opens ledgers for any number of processes: the first one owns the ledger and serves it, the others call it there, and one of
/// them owns it next when the owner has ended.
public final class SharedLedgers implements LedgerOpener {
    private static final System.Logger LOG = System.getLogger(SharedLedgers.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 10_000_000;

    private final LedgerOpener opener;
    private final Path data;
    private final Sockets sockets;
    private final String version;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Codec codec = new Codec();
    private final Ports ports = new Ports(codec);

    /// @param opener  opens a ledger for one process alone
    /// @param data    Countersign's data folder, as `opener` has it
    /// @param runtime where sockets go whose path in the data folder would be too long
    /// @param version the program's, for messages
    public SharedLedgers(LedgerOpener opener, Path data, Path runtime, String version, InstantSource clock, RandomGenerator random) {
        this.opener = opener;
        this.data = data.toAbsolutePath();
        this.sockets = new Sockets(runtime);
        this.version = version;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Ledger open(Workspace workspace) throws IOException {
        var shared = new SharedLedger(this, workspace, new TransactionIds(random), clock,
                new Turns(new LedgerFolder(data, workspace.id()).root()));
        shared.connect();
        return shared.asLedger();
    }

    /// A way to a ledger: the ledger itself, or connections to the process that owns it.
    sealed interface Way {
        record Own(Ledger ledger, Optional<Server> server) implements Way {}

        record Through(Client client) implements Way {}
    }

    Way way(Workspace workspace) throws IOException {
        var folder = new LedgerFolder(data, workspace.id());
        Path socket = sockets.place(folder.root().resolve("socket"));
        var place = new Client.Place(socket, folder.root().resolve("token"));
        byte[] schema = ports.fingerprint(Ledger.class);
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                Optional<Client> client = connect(folder, place, schema);
                if (client.isPresent()) {
                    return new Way.Through(client.get());
                }
                try {
                    return own(opener.open(workspace), place, schema);
                } catch (EnvironmentException e) {
                    // Its owner is just beginning, or just ending.
                    if (!e.problem().code().equals("LEDGER-001") || System.nanoTime() - end > 0) {
                        throw e;
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<Client> connect(LedgerFolder folder, Client.Place place, byte[] schema) throws IOException {
        try {
            return Client.connect(place, schema, version, codec);
        } catch (SilentException _) {
            throw new EnvironmentException(Problems.silent(folder.root(), LedgerLock.holder(folder.lock())));
        }
    }

    /// What to say of the process that has the ledger of a workspace and does not answer.
    String silent(Workspace workspace) {
        return "The Countersign that keeps this ledger" + LedgerLock.holder(new LedgerFolder(data, workspace.id()).lock())
                + " does not answer. What asks for the ledger waits, and goes on when it does.";
    }

    private Way own(Ledger ledger, Client.Place place, byte[] schema) throws IOException {
        byte[] token = new byte[Hello.BYTES];
        random.nextBytes(token);
        try {
            OwnerOnly.write(place.token(), HexFormat.of().formatHex(token) + "\n");
            var server = new Server(place.socket(), new Hello(schema, token, version),
                    new Server.Served(Ledger.class, ledger, ports, codec));
            return new Way.Own(ledger, Optional.of(server));
        } catch (IOException | UnsupportedOperationException e) {
            // It works for this process; another one is told LEDGER-001.
            LOG.log(System.Logger.Level.WARNING, Faults.notServed(place.socket(), e).problem().sentence(), e);
            return new Way.Own(ledger, Optional.empty());
        } catch (RuntimeException | Error e) {
            ledger.close();
            throw e;
        }
    }
}
