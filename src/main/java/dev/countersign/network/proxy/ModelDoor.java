package dev.countersign.network.proxy;

import dev.countersign.network.Metered;
import dev.countersign.network.ModelEndpoint;
import dev.countersign.network.Provider;
import dev.countersign.network.proxy.Refused.Why;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Where a program reaches its model without the key: a request that shows the token of this call goes to the provider, and to it alone,
/// with the key in the token's place. Answers are counted as they pass.
final class ModelDoor {
    private static final int LARGEST = 64 << 20;
    private static final int BUFFER = 8 << 10;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern REST = Pattern.compile("(?:/[A-Za-z0-9._~:@!$&'()*+,;=-]*)+(?:\\?[!-~]*)?");
    /// What says who asks, or speaks of the connection. An answer that is not packed can be counted.
    private static final Set<String> NOT_PASSED = Set.of("authorization", "x-api-key", "x-goog-api-key", "api-key", "cookie", "host", "connection",
            "proxy-connection", "proxy-authorization", "keep-alive", "te", "trailer", "upgrade", "http2-settings", "expect", "content-length",
            "transfer-encoding", "accept-encoding", "forwarded", "via");
    private static final Set<String> NOT_RETURNED = Set.of("connection", "content-length", "transfer-encoding", "keep-alive", "set-cookie", "trailer",
            "upgrade", "alt-svc", "proxy-authenticate", ":status");

    private static final String IN_QUERY = "key=";
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ModelEndpoint model;
    private final String token;
    private final HttpClient client;
    private final Account account;

    ModelDoor(ModelEndpoint model, String token, HttpClient client, Account account) {
        this.model = model;
        this.token = token;
        this.client = client;
        this.account = account;
    }

    /// What moves is told here.
    interface Flow {
        void sent(long bytes) throws IOException;

        void received(long bytes) throws IOException;

        /// From now on the program has the beginning of an answer.
        void answered();
    }

    /// A request that went through.
    record Passed(int status, Metered.Share share) {
        String words() {
            return "model" + (share.model().isEmpty() ? "" : " " + share.model()) + ", status " + status
                    + (share.input().isPresent() && share.output().isPresent()
                    ? ", " + share.input().getAsLong() + " tokens in, " + share.output().getAsLong() + " out" : ", tokens unknown");
        }
    }

    String host() {
        return model.base().getHost();
    }

    int port() {
        return model.base().getPort() > 0 ? model.base().getPort() : "http".equals(model.base().getScheme()) ? 80 : 443;
    }

    String path() {
        return model.path();
    }

    boolean answers(String target) {
        return target.startsWith(path()) && (target.length() == path().length() || "/?".indexOf(target.charAt(path().length())) >= 0);
    }

    boolean isHost(String name) {
        return name.equals(host());
    }

    Passed pass(Head head, InputStream in, OutputStream out, Flow flow) throws IOException, Refused {
        String rest = rest(head.target());
        if (!showsToken(head, rest)) {
            throw new Refused(Why.TOKEN, "The request does not show the token of this call.");
        }
        if (!head.method().equals("GET") && !head.method().equals("POST")) {
            throw new Refused(Why.METHOD, "The method " + head.method() + " is not passed on to a model.");
        }
        if (head.one("upgrade").isPresent()) {
            // Programs that ask for a WebSocket first then take plain requests, which can be counted.
            throw new Refused(Why.UPGRADE, "Only plain requests are passed on to a model.");
        }
        Head.Body body = head.body();
        account.begin(model);
        try {
            return pass(head, body, rest, in, out, flow);
        } finally {
            account.over();
        }
    }

    private Passed pass(Head head, Head.Body body, String rest, InputStream in, OutputStream out, Flow flow) throws IOException, Refused {
        if (head.one("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] asked = Bodies.whole(body, in, LARGEST);
        flow.sent(asked.length);
        HttpResponse<InputStream> response = send(request(head, withoutKey(rest), asked));
        try (InputStream answer = response.body()) {
            flow.answered();
            out.write(start(response).getBytes(StandardCharsets.ISO_8859_1));
            boolean streamed = response.headers().firstValue("content-type").filter(type -> type.startsWith("text/event-stream")).isPresent();
            var meter = new UsageMeter(streamed);
            boolean counts = head.method().equals("POST") && response.statusCode() / 100 == 2 && !rest.startsWith("/v1/messages/count_tokens")
                    && !rest.split("\\?")[0].endsWith(":countTokens");
            boolean broken = false;
            try {
                chunks(answer, out, meter, flow);
                meter.share();
                broken = !meter.isWhole();
            } catch (Broken e) {
                broken = true;
                throw e;
            } finally {
                account.add(counts ? meter.share() : free());
                // What was counted, or looked up, in between says nothing about the answer before it.
                if (counts || response.statusCode() / 100 != 2) {
                    account.ended(counts && broken);
                }
            }
            // Counted first: who has read the end may ask the next thing, or be done.
            out.write(LAST_CHUNK);
            return new Passed(response.statusCode(), counts ? meter.share() : free());
        }
    }

    private static Metered.Share free() {
        return new Metered.Share("", 1, OptionalLong.of(0), OptionalLong.of(0));
    }

    private String rest(String target) throws Refused {
        String path = model.path();
        String rest = target.startsWith(path) ? target.substring(path.length()) : "";
        if (model.provider() == Provider.ANTHROPIC && (rest.startsWith("/messages") || rest.startsWith("/models"))) {
            // Programs do not agree on whether the address has the version in it.
            rest = "/v1" + rest;
        }
        if (!REST.matcher(rest).matches() || List.of(rest.split("\\?")[0].split("/")).stream().anyMatch(s -> s.equals(".") || s.equals(".."))) {
            throw new Refused(Why.NOT_ALLOWED, "Only " + path + "/… is answered here.");
        }
        return rest;
    }

    private boolean showsToken(Head head, String rest) {
        return head.fields().stream().filter(f -> Set.of("x-api-key", "x-goog-api-key", "authorization").contains(f.name()))
                .map(f -> f.value().startsWith("Bearer ") ? f.value().substring(7) : f.value()).anyMatch(this::isToken)
                || query(rest).anyMatch(part -> part.startsWith(IN_QUERY) && isToken(part.substring(IN_QUERY.length())));
    }

    private boolean isToken(String shown) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> query(String rest) {
        int at = rest.indexOf('?');
        return at < 0 ? Stream.of() : Arrays.stream(rest.substring(at + 1).split("&"));
    }

    /// Without what says who asks: some programs show a key there.
    private static String withoutKey(String rest) {
        String kept = query(rest).filter(part -> !part.startsWith(IN_QUERY)).collect(Collectors.joining("&"));
        return rest.split("\\?")[0] + (kept.isEmpty() ? "" : "?" + kept);
    }

    private HttpRequest request(Head head, String rest, byte[] body) throws Refused {
        try {
            String base = model.base().toString();
            var request = HttpRequest.newBuilder(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + rest))
                    .method(head.method(), body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
            head.fields().stream().filter(f -> !NOT_PASSED.contains(f.name())).forEach(f -> request.header(f.name(), f.value()));
            return request.setHeader(model.provider().header(), model.provider().scheme() + model.key()).build();
        } catch (IllegalArgumentException e) {
            throw new Refused(Why.MALFORMED, "The request is not read: it has a field that can't be passed on.");
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException, Refused {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Refused(Why.UNREACHABLE, host() + " does not answer.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String start(HttpResponse<?> response) {
        var text = new StringBuilder("HTTP/1.1 ").append(response.statusCode()).append(" Answered\r\n");
        response.headers().map().forEach((name, values) -> {
            if (!NOT_RETURNED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> text.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        return text.append("Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n").toString();
    }

    /// The provider's side of an answer failed, not the program's.
    private static final class Broken extends IOException {
        Broken(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static int read(InputStream answer, byte[] buffer) throws Broken {
        try {
            return answer.read(buffer);
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    private static void chunks(InputStream answer, OutputStream out, UsageMeter meter, Flow flow) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = read(answer, buffer); n >= 0; n = read(answer, buffer)) {
            if (n == 0) {
                continue;
            }
            flow.received(n);
            meter.read(buffer, n);
            byte[] size = (Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] chunk = new byte[size.length + n + 2];
            System.arraycopy(size, 0, chunk, 0, size.length);
            System.arraycopy(buffer, 0, chunk, size.length, n);
            chunk[chunk.length - 2] = '\r';
            chunk[chunk.length - 1] = '\n';
            out.write(chunk);
        }
    }

    /// As the provider's own interface words an error, so that programs show it.
    byte[] error(Refused refused) {
        String type = switch (refused.why()) {
            case BUDGET -> "rate_limit_error";
            case TOKEN -> "authentication_error";
            case UNREACHABLE, BUSY -> "api_error";
            case MALFORMED, NOT_ALLOWED, ADDRESS, DISGUISED, METHOD, SLOW, LARGE, UPGRADE -> "invalid_request_error";
        };
        ObjectNode error = JSON.createObjectNode().put("type", type).put("message", "Countersign: " + refused.sentence());
        return switch (model.provider()) {
            case ANTHROPIC -> JSON.writeValueAsBytes(JSON.createObjectNode().put("type", "error").set("error", error));
            case GEMINI -> JSON.writeValueAsBytes(JSON.createObjectNode().set("error", JSON.createObjectNode().put("code", refused.why().status())
                    .put("message", "Countersign: " + refused.sentence()).put("status", type)));
            case OPENAI -> JSON.writeValueAsBytes(JSON.createObjectNode().set("error", error.put("code", type)));
        };
    }
}
