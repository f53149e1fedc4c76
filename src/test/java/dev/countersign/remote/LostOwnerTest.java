package dev.countersign.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An owner that ends while somebody connects to it.
@Timeout(60)
class LostOwnerTest {
    @TempDir
    Path folder;

    @Test
    void anOwnerThatEndsWhileItIsGreetedIsNoOwner() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), HexFormat.of().formatHex(new byte[Hello.BYTES]));
        for (int i = 0; i < 300; i++) {
            Path socket = folder.resolve("s" + i);
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(socket), 4);
                // At once, later, or with its queue of connections.
                int how = i % 3;
                Thread ending = Thread.ofPlatform().start(() -> {
                    try {
                        if (how == 2) {
                            Thread.sleep(1);
                            server.close();
                        } else {
                            var accepted = server.accept();
                            if (how == 1) {
                                Thread.onSpinWait();
                            }
                            accepted.close();
                        }
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                assertThat(Client.connect(new Client.Place(socket, token), new byte[Hello.BYTES], "1", null)).isEmpty();
                ending.join();
            }
        }
    }
}
