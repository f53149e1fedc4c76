package dev.countersign.network;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// How programs are told of a proxy: by the variables that most of them read, and by properties for those on a JVM.
public final class ProxyVariables {
    private static final String LOCAL = "localhost,127.0.0.1,::1";

    private ProxyVariables() {}

    /// @param port of the proxy, on the loopback device
    public static SortedMap<String, String> of(int port) {
        var variables = new TreeMap<String, String>();
        String address = "http://127.0.0.1:" + port;
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
            variables.put(name, address);
        }
        variables.put("NO_PROXY", LOCAL);
        variables.put("no_proxy", LOCAL);
        // Node's own fetch asks for it.
        variables.put("NODE_USE_ENV_PROXY", "1");
        variables.put("JAVA_TOOL_OPTIONS", "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=" + port + " -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort="
                + port + " -Dhttp.nonProxyHosts=localhost|127.*|[::1]");
        return variables;
    }
}
