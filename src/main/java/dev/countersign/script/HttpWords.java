package dev.countersign.script;

import dev.countersign.network.Gateway;
import dev.countersign.network.HostName;
import dev.countersign.network.HostPort;
import dev.countersign.network.HostRule;
import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.Value;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/// `http.get(url, headers)`, `http.post(url, body, headers)` and `http.request(method, url, body, headers)`: to declared hosts alone, through
/// the proxy, which looks at names and addresses once more and asks the rules. A redirect is an answer like any other.
final class HttpWords {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> OURS = Set.of("host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect",
            "proxy-connection", "proxy-authorization", "keep-alive", "accept-encoding");
    private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final int LONGEST_URL = 8_000;

    private final Declaration declares;
    private final Gateway.Passage passage;
    private final ScriptLimits limits;
    private final SSLSocketFactory tls;
    private final Runnable standing;
    private final AtomicReference<ProxiedRequest> open;
    private int requests;
    private long sent;
    private long received;

    /// @param standing throws [Failure] where the script may not go on
    /// @param open     the request that waits for its host, for whoever ends it
    HttpWords(Declaration declares, Gateway.Passage passage, ScriptLimits limits, SSLSocketFactory tls, Runnable standing, AtomicReference<ProxiedRequest> open) {
        this.declares = declares;
        this.passage = passage;
        this.limits = limits;
        this.tls = tls;
        this.standing = standing;
        this.open = open;
    }

    Value words() {
        return new StructValue("http", Map.of(
                "get", new BuiltinValue("get", (evaluation, arguments) -> {
                    Bound bound = arguments.bind("url", "headers?");
                    return send(evaluation, "GET", bound.string(0), "", bound, 1);
                }),
                "post", new BuiltinValue("post", (evaluation, arguments) -> {
                    Bound bound = arguments.bind("url", "body?", "headers?");
                    return send(evaluation, "POST", bound.string(0), bound.hasSome(1) ? bound.string(1) : "", bound, 2);
                }),
                "request", new BuiltinValue("request", this::request)));
    }

    private Value request(Evaluation evaluation, Arguments arguments) {
        Bound bound = arguments.bind("method", "url", "body?", "headers?");
        String method = bound.string(0);
        if (!METHODS.contains(method)) {
            throw new Failure("the method is one of " + String.join(", ", METHODS.stream().sorted().toList()));
        }
        return send(evaluation, method, bound.string(1), bound.hasSome(2) ? bound.string(2) : "", bound, 3);
    }

    private Value send(Evaluation evaluation, String method, String url, String text, Bound bound, int headers) {
        URI uri = uri(url);
        HostPort to = HostName.of(uri.getHost() == null ? "" : uri.getHost())
                .map(host -> new HostPort(host, uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80))
                .orElseThrow(() -> new Failure("the address names no host: " + url));
        HostRule rule = declares.rules().allowing(to).orElseThrow(() -> new Failure(to + " is not among the hosts that this script declares"));
        if (uri.getScheme().equals("http") && rule.ports().size() > 1) {
            throw new Failure("plain http is for hosts that are declared with their port: " + to);
        }
        var fields = new LinkedHashMap<String, String>();
        if (bound.hasSome(headers)) {
            if (!(bound.value(headers) instanceof DictValue dict)) {
                throw new Failure("headers is a dict of strings");
            }
            dict.entries().forEach((name, value) -> field(name, value, fields));
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        evaluation.allocate(body.length);
        if (++requests > limits.requests()) {
            throw new Failure("more than " + limits.requests() + " requests");
        }
        sent += body.length;
        if (sent > limits.sent()) {
            throw new Failure("more than " + limits.sent() + " bytes to send");
        }
        standing.run();
        long room = limits.received() - received;
        try (var one = new ProxiedRequest(passage.socket())) {
            open.set(one);
            try {
                // Whoever ended it between the look and here found nothing to close.
                standing.run();
                var response = one.send(method, uri, to, fields, body, room, tls);
                received += response.body().length;
                standing.run();
                return value(evaluation, response);
            } finally {
                open.set(null);
            }
        } catch (ProxiedRequest.RefusedException e) {
            standing.run();
            throw new Failure(to + " was refused: " + e.getMessage());
        } catch (IOException e) {
            standing.run();
            throw new Failure(to + " could not be asked: " + e.getMessage());
        }
    }

    private static URI uri(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme();
            if (url.length() > LONGEST_URL || !url.chars().allMatch(c -> c > ' ' && c < 127)
                    || !Set.of("http", "https").contains(scheme) || uri.getRawUserInfo() != null || uri.getRawPath() == null) {
                throw new Failure("the address is no http or https address in plain ASCII, without a user: " + url);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new Failure("this is no address: " + url);
        }
    }

    private static void field(Value name, Value value, Map<String, String> into) {
        if (!(name instanceof StringValue(String key)) || !(value instanceof StringValue(String text))) {
            throw new Failure("headers is a dict of strings");
        }
        if (!FIELD.matcher(key).matches() || OURS.contains(key.toLowerCase(Locale.ROOT))) {
            throw new Failure("the header \"" + key + "\" cannot be set");
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127 || c > 255)) {
            throw new Failure("the header \"" + key + "\" has a character that no header may have");
        }
        into.put(key, text);
    }

    private static Value value(Evaluation evaluation, ProxiedRequest.Response response) {
        var fields = new DictValue();
        response.fields().forEach((name, text) -> fields.put(evaluation, new StringValue(name), new StringValue(text)));
        evaluation.copy(response.body().length, 2);
        return new StructValue("response", Map.of("status", IntValue.of(response.status()), "headers", fields,
                "body", new StringValue(new String(response.body(), StandardCharsets.UTF_8))));
    }
}
