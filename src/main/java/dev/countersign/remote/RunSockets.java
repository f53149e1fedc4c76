package dev.countersign.remote;

import dev.countersign.ledger.store.OwnerOnly;
import dev.countersign.run.RunDriver;
import dev.countersign.run.RunLink;
import dev.countersign.workspace.Contents;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sessions that reach each other over sockets of their own.
public final class RunSockets implements RunLink {
    private final Sockets sockets;
    private final String version;
    private final RandomGenerator random;
    private final Codec codec = new Codec();
    private final Ports ports = new Ports(codec);

    /// @param runtime where sockets go whose path in the data folder would be too long
    /// @param version the program's, for messages
    public RunSockets(Path runtime, String version, RandomGenerator random) {
        this.sockets = new Sockets(runtime);
        this.version = version;
        this.random = random;
    }

    private Client.Place place(Path place) throws IOException {
        return new Client.Place(sockets.place(place.resolveSibling(place.getFileName() + ".socket")),
                place.resolveSibling(place.getFileName() + ".token"));
    }

    @Override
    public AutoCloseable offer(Path at, RunDriver driver) throws IOException {
        Client.Place place = place(at);
        OwnerOnly.folder(at.toAbsolutePath().getParent());
        byte[] token = new byte[Hello.BYTES];
        random.nextBytes(token);
        OwnerOnly.write(place.token(), HexFormat.of().formatHex(token) + "\n");
        return new Server(place.socket(), new Hello(ports.fingerprint(RunDriver.class), token, version),
                new Server.Served(RunDriver.class, driver, ports, codec));
    }

    @Override
    public Optional<Reached> reach(Path at) throws IOException {
        Client.Place place = place(at);
        if (!Files.exists(place.socket())) {
            return Optional.empty();
        }
        Optional<Client> client;
        try {
            client = Client.connect(place, ports.fingerprint(RunDriver.class), version, codec);
        } catch (SilentException e) {
            throw Faults.driverSilent(e);
        }
        return client.map(c -> new Over(c, (RunDriver) port(RunDriver.class, c, Call.NONE)));
    }

    private record Over(Client client, RunDriver driver) implements Reached {
        @Override
        public void close() {
            client.close();
        }
    }

    private static Object port(Class<?> type, Client client, Call path) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> type.getSimpleName() + " in another process";
                };
            }
            return called(client, path.then(method, arguments == null ? new Object[0] : arguments), method);
        });
    }

    private static @Nullable Object called(Client client, Call call, Method method) throws Exception {
        if (method.getReturnType() == Contents.class) {
            return port(Contents.class, client, call);
        }
        try {
            return client.call(call, Optional.empty());
        } catch (LostException e) {
            throw Faults.driverLost(e);
        }
    }
}
