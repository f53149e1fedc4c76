package dev.countersign.network.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/// How names become addresses, and addresses connections.
public interface Way {
    /// Of this machine.
    Way SYSTEM = new Way() {
        @Override
        public List<InetAddress> resolve(String host) throws IOException {
            return List.of(InetAddress.getAllByName(host));
        }

        @Override
        public SocketChannel dial(InetSocketAddress to, Duration limit) throws IOException {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket().connect(to, Math.toIntExact(limit.toMillis()));
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
    };

    /// Asked once for each connection; what it says is what is judged and dialled.
    ///
    /// @throws IOException where there is no such host
    List<InetAddress> resolve(String host) throws IOException;

    /// @param to resolved already
    SocketChannel dial(InetSocketAddress to, Duration limit) throws IOException;
}
